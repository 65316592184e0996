import type { ClusterFacts } from './cluster-facts'
import type { JobManager, Leader, Quorum, Reason, Recovery, RecoveryJob, Severity, Stranger, TaskManagers } from './snapshot'
import { doctorReasons } from './derive-doctor'
import { findHostPort } from './hosts-agree'
import { toCount, toList } from '@/lib/base/counts'

/** The reason of a configuration that was only just asked for. */
export const BEING_READ = 'the configuration is being read'

/** What the verdict is made of. */
export interface Picture {
  facts: ClusterFacts
  leader: Leader | null
  jobManagers: readonly JobManager[]
  strangers: readonly Stranger[]
  quorum: Quorum
  recovery: Recovery
  taskManagers: TaskManagers
  now: number
}

export function toReason(
  code: string,
  severity: Severity,
  text: string,
  subject: string | null = null,
  action: string | null = null,
): Reason {
  return { code, severity, text, subject, action }
}

/** Everything that keeps the cluster from being protected, worst first. */
export function deriveReasons(picture: Picture): Reason[] {
  const order: Record<Severity, number> = { error: 0, warning: 1, note: 2 }
  return [
    ...configurationReasons(picture),
    ...zooKeeperReasons(picture),
    ...leaderReasons(picture),
    ...standbyReasons(picture),
    ...recoveryReasons(picture),
    ...quorumReasons(picture),
    ...doctorReasons(picture.facts),
  ].sort((a, b) => order[a.severity] - order[b.severity])
}

function configurationReasons({ facts }: Picture): Reason[] {
  const { configuration } = facts
  if (!configuration.known && configuration.reason === BEING_READ) return [toReason('reading', 'note', 'The configuration is being read.')]
  if (!configuration.known)
    return [
      toReason(
        'configuration-unread',
        'error',
        configuration.reason,
        facts.confDir,
        'Check the path in understudy.yaml or FLINK_CONF_DIR.',
      ),
    ]
  const { mode, connectString } = configuration.value
  if (mode !== 'zookeeper')
    return [
      toReason(
        'not-ha',
        'error',
        toModeSentence(mode),
        'high-availability.type',
        'Set high-availability.type: zookeeper and a quorum, then restart the JobManagers.',
      ),
    ]
  if (!connectString)
    return [
      toReason(
        'no-quorum-configured',
        'error',
        'No ZooKeeper quorum is configured, so nothing can be said about leadership.',
        'high-availability.zookeeper.quorum',
        'Set high-availability.zookeeper.quorum.',
      ),
    ]
  if (facts.jobManagers.length === 0)
    return [
      toReason(
        'no-masters',
        'error',
        'The masters file names no JobManager.',
        'conf/masters',
        'Write one line host:webUIPort for each JobManager into conf/masters.',
      ),
    ]
  return []
}

function toModeSentence(mode: string): string {
  if (mode === 'none') return 'High availability is off in this configuration: if the JobManager fails, its jobs are lost.'
  if (mode === 'unknown') return 'The high availability mode cannot be read from the configuration.'
  return `High availability is ${mode}, which this console does not observe; it reads ZooKeeper mode.`
}

function zooKeeperReasons({ facts, quorum }: Picture): Reason[] {
  const { session, tree } = facts
  // A quorum that is proven not to serve explains the silence, and has a reason of its own.
  if (session.state === 'off' || quorum.serving === false) return []
  if (session.state !== 'connected' && session.state !== 'read-only') {
    const text = `ZooKeeper does not answer this console${session.reason ? `: ${session.reason}` : ''}.`
    return [
      toReason('zookeeper-lost', 'error', text, null, 'Check that the quorum is running and that this host reaches its client ports.'),
    ]
  }
  const detail = tree.detail ?? ''
  if (tree.status === 'missing')
    return [
      toReason(
        'root-missing',
        'error',
        `The znode of this cluster does not exist. ${detail}`.trim(),
        null,
        'Start the JobManagers, or check the path root and the cluster id.',
      ),
    ]
  if (tree.status === 'live' && tree.behindSince !== null)
    return [
      toReason(
        'zookeeper-behind',
        'warning',
        'Znodes change faster than this console can read them: what is shown of jobs and checkpoints is older than it seems.',
        null,
        'Watch fewer clusters with one console, or give it more processor time.',
      ),
    ]
  if (tree.status === 'denied')
    return [
      toReason(
        'root-denied',
        'error',
        `ZooKeeper does not let this console read the cluster’s znodes. ${detail}`.trim(),
        null,
        'Give the console read rights (zookeeper.auth in understudy.yaml).',
      ),
    ]
  if (tree.status === 'too-large')
    return [
      toReason(
        'tree-too-large',
        'error',
        `The cluster’s znodes are more than this console reads. ${detail}`.trim(),
        null,
        'Check that the path root is this cluster’s own.',
      ),
    ]
  if (tree.status !== 'live') return [toReason('zookeeper-reading', 'note', 'The znodes are being read.')]
  return []
}

function leaderReasons({ facts, leader, jobManagers }: Picture): Reason[] {
  const tree = facts.tree.tree
  if (facts.tree.status !== 'live' || !tree) return []
  if (!leader)
    return [
      toReason(
        'no-leader',
        'error',
        toNoLeaderText(jobManagers),
        null,
        jobManagers.every((jm) => jm.role === 'down') ? 'Start the JobManagers: `bin/start-cluster.sh`.' : null,
      ),
    ]
  const who = leader.master ?? leader.rpcAddress
  const found: Reason[] = []
  if (leader.process === 'gone')
    found.push(
      toReason('leader-gone', 'error', `The process of ${who} is gone: ${leader.processDetail}.`, who, toStartAgain(leader.master)),
    )
  if (leader.process === 'frozen')
    found.push(
      toReason(
        'leader-frozen',
        'error',
        `The leader ${who} does not answer: ${leader.processDetail}.`,
        who,
        'Look at the process on its host: a long garbage collection, a stopped process, or a disk that hangs.',
      ),
    )
  if (leader.process === 'unknown' && facts.jobManagers.some((jm) => jm.master === leader.master && jm.leaderlessSince !== null)) {
    found.push(
      toReason(
        'leader-serves-nobody',
        'error',
        `ZooKeeper names ${who} as leader, but it does not lead: ${leader.processDetail}.`,
        who,
        'Wait until its old session ends, or prove on its host that the process which led is dead.',
      ),
    )
  } else if (leader.process === 'unknown')
    found.push(
      toReason(
        'leader-unproven',
        'error',
        `ZooKeeper names ${who} as leader, but nothing proves that it lives: ${leader.processDetail}.`,
        who,
        'Check the network between this console and the JobManager’s web UI port.',
      ),
    )
  if (leader.master === null)
    found.push(
      toReason(
        'leader-in-no-line',
        'warning',
        `The leader ${leader.rpcAddress} matches no line of the masters file.`,
        leader.rpcAddress,
        'Add its host:webUIPort to conf/masters.',
      ),
    )
  if (tree.splitComponents)
    found.push(
      toReason('split-leadership', 'warning', 'Dispatcher, ResourceManager and REST endpoint are led by different processes.', who),
    )
  return found
}

/** What Flink's own script is called with for this masters line; only for hosts that are safe to paste into a shell. */
function toStartAgain(master: string | null): string | null {
  const line = master === null ? null : findHostPort(master)
  if (!line || !/^[\w.:][\w.:-]*$/.test(line.host)) return null
  return `Start it again on its host: \`bin/jobmanager.sh start ${line.host} ${line.port}\`.`
}

function toNoLeaderText(jobManagers: readonly JobManager[]): string {
  const up = jobManagers.filter((jm) => jm.processState === 'running').length
  return up === 0
    ? 'No leader is announced in ZooKeeper, and no JobManager runs.'
    : `No leader is announced in ZooKeeper; ${toCount(up, 'JobManager')} ${up === 1 ? 'runs' : 'run'}.`
}

function standbyReasons({ facts, leader, jobManagers, strangers }: Picture): Reason[] {
  const standbys = jobManagers.filter((jm) => jm.role === 'standby')
  const found: Reason[] = []
  if (leader && standbys.length === 0 && facts.tree.status === 'live') found.push(toNoStandby(jobManagers))
  for (const jm of jobManagers) {
    if (jm.role === 'down' && jm.master !== leader?.master)
      found.push(toReason('master-down', 'warning', `${jm.master} is down: ${jm.roleDetail}.`, jm.master, toStartAgain(jm.master)))
    if (jm.role === 'unreachable')
      found.push(toReason('master-unreachable', 'warning', `${jm.master} cannot be reached: ${jm.roleDetail}.`, jm.master))
    if (jm.role === 'unknown' && facts.tree.status === 'live')
      found.push(
        toReason(
          'standby-unproven',
          'warning',
          `${jm.master}: ${jm.roleDetail}.`,
          jm.master,
          'Let its log be read on its web UI port, or put `cons` on ZooKeeper’s whitelist.',
        ),
      )
    if (jm.role === 'joining') found.push(toReason('joining', 'note', `${jm.master} is joining: ${jm.roleDetail}.`, jm.master))
  }
  for (const stranger of strangers)
    found.push(
      toReason(
        'stranger',
        'warning',
        `A contender of session ${stranger.zkSessionId} ${stranger.detail}.`,
        stranger.znode,
        'Find the process, or give each cluster its own path root.',
      ),
    )
  return found
}

function toNoStandby(jobManagers: readonly JobManager[]): Reason {
  const down = jobManagers.filter((jm) => jm.role === 'down')
  if (jobManagers.length === 1)
    return toReason(
      'no-standby',
      'error',
      'Only one JobManager is configured: nobody could take over.',
      null,
      'Add a second line to conf/masters and start it.',
    )
  const joining = jobManagers.filter((jm) => jm.role === 'joining')
  const action =
    down.length > 0
      ? `Start ${toList(down.map((jm) => jm.master))} again.`
      : joining.length > 0
        ? `Wait until ${toList(joining.map((jm) => jm.master))} has joined; if it does not, look at its log.`
        : null
  return toReason('no-standby', 'error', 'No standby is proven to be in line: nobody could be relied on to take over.', null, action)
}

/** Of very many only the first are listed; the last entry then stands for the rest, and names no path. */
function toUnreadCount(unread: readonly { path: string }[]): string {
  return unread.at(-1)?.path === '' ? `More than ${unread.length - 1} znodes` : toCount(unread.length, 'znode')
}

function recoveryReasons({ facts, recovery, taskManagers, now }: Picture): Reason[] {
  const broken = recovery.jobs.filter((job) => job.verdict === 'broken')
  const fresh = recovery.jobs.filter((job) => job.verdict === 'no-checkpoint-yet')
  const unproven = recovery.jobs.filter((job) => job.verdict === 'unknown')
  const found = broken.slice(0, 10).map((job) => toBrokenReason(facts, job))
  if (fresh.length > 0)
    found.push(
      toReason(
        'no-checkpoint',
        'warning',
        `${toNames(fresh)} would start from the beginning: no checkpoint is complete.`,
        fresh[0]!.jobId,
        'Wait for the first checkpoint, or turn checkpointing on.',
      ),
    )
  if (unproven.length > 0)
    found.push(toReason('recovery-unproven', 'warning', `${toNames(unproven)}: ${unproven[0]!.verdictDetail}.`, unproven[0]!.jobId))
  const unread = facts.tree.tree?.problems ?? []
  if (unread.length > 0)
    found.push(
      toReason(
        'znodes-unread',
        'warning',
        `${toUnreadCount(unread)} cannot be understood, so what a new leader would make of ${unread.length === 1 ? 'it' : 'them'} is not known; the first: ${unread[0]!.path}: ${unread[0]!.reason}.`,
        unread[0]!.path,
        'Look at it on the ZooKeeper page.',
      ),
    )
  if (recovery.jobs.length > 0 && taskManagers.total === 0)
    found.push(
      toReason(
        'no-task-managers',
        'warning',
        'No TaskManager is registered: jobs would be recovered and could not run.',
        null,
        'Start the TaskManagers: `bin/taskmanager.sh start` on each worker.',
      ),
    )
  const overdue = recovery.jobs.filter((job) => isOverdue(job, now))
  if (overdue.length > 0)
    found.push(
      toReason(
        'checkpoint-overdue',
        'warning',
        `${toNames(overdue)} completed no checkpoint for a long time; a takeover would replay all since then.`,
        overdue[0]!.jobId,
        'Look at the job’s checkpoint page in Flink.',
      ),
    )
  return found
}

/** Ten intervals and at least a minute without a checkpoint, while the job is said to run. */
function isOverdue(job: RecoveryJob, now: number): boolean {
  const newest = job.checkpoints.at(-1)
  if (!newest || job.checkpointIntervalMs === null || job.state !== 'running') return false
  return now - Date.parse(newest.completedAt) > Math.max(60_000, job.checkpointIntervalMs * 10)
}

function toNames(jobs: readonly RecoveryJob[]): string {
  return toList(jobs.map((job) => job.name ?? job.jobId))
}

/**
 * What one broken pointer does depends on the version: measured from 0.10 to 2.3 (docs/decisions/0005).
 * From 1.12 on the process that wins the election dies of it, one after the other.
 */
function toBrokenReason(facts: ClusterFacts, job: RecoveryJob): Reason {
  const name = job.name ?? job.jobId
  const action = 'Restore the file from a backup, or remove the pointer after a backup of it.'
  if (isFatalVersion(facts))
    return toReason(
      'takeover-would-fail',
      'error',
      `A takeover would fail: a file of ${name} is not there, and each JobManager that wins the election would die of it, and all jobs with it. ${job.verdictDetail}.`,
      job.jobId,
      action,
    )
  return toReason(
    'job-would-be-lost',
    'error',
    `${name} would silently lose its state in a takeover: ${job.verdictDetail}.`,
    job.jobId,
    action,
  )
}

/** Unknown versions count as fatal: of two possible harms the greater one is told. */
function isFatalVersion(facts: ClusterFacts): boolean {
  const version = /^(\d+)\.(\d+)/.exec(facts.flinkVersion ?? '')
  if (version) return Number(version[1]) > 1 || Number(version[2]) >= 12
  const era = facts.tree.tree?.era
  return era !== '0.10-1.2' && era !== '1.3-1.4'
}

function quorumReasons({ facts, quorum }: Picture): Reason[] {
  if (facts.session.state === 'off' || quorum.members.length === 0) return []
  const found: Reason[] = []
  if (quorum.serving === false)
    found.push(toReason('quorum-not-serving', 'error', `ZooKeeper: ${quorum.detail}.`, null, 'Start the missing ZooKeeper members.'))
  for (const member of quorum.members.filter((candidate) => candidate.mode === 'down')) {
    found.push(
      toReason(
        'member-down',
        'warning',
        `ZooKeeper member ${member.address} is down: ${member.detail}.`,
        member.address,
        'Start it again on its host.',
      ),
    )
  }
  if (quorum.serving && quorum.spare === 0)
    found.push(
      toReason(
        'no-spare',
        'warning',
        `ZooKeeper has no spare member: ${quorum.detail}.`,
        null,
        quorum.members.length < 3 ? 'Run three members on three hosts.' : null,
      ),
    )
  if (quorum.serving && quorum.spare === null) found.push(toSpareUnknown(quorum))
  return found
}

function toSpareUnknown(quorum: Quorum): Reason {
  const mute = quorum.members.some((member) => member.mode === 'words-off')
  const silent = quorum.members.filter((member) => member.mode === 'unknown').map((member) => member.address)
  const action = mute
    ? 'Allow `srvr` in 4lw.commands.whitelist, or turn the AdminServer on.'
    : `Look at the hosts of ${toList(silent)} and the network to them.`
  return toReason('spare-unknown', silent.length > 0 ? 'warning' : 'note', `ZooKeeper ${quorum.detail}.`, null, action)
}
