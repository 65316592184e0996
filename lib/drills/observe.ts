import 'server-only'
import type { DrillEvidence, EvidenceName } from '@/lib/model/drills/evidence'
import { runsAllTasks } from '@/lib/model/runs-all-tasks'
import type { ClusterSnapshot, RecoveryJob } from '@/lib/model/snapshot'
import { addEvidence, type DrillRun } from './drill-run'

/** A watch tells a change within some ms; a busy console derives the snapshot later. */
const watchUncertaintyMs = 100
/** Where no earlier answer bounds it: the longest pause between two questions to a JobManager. */
const mostPollMs = 2_100
/** ZooKeeper stamps a write when its leader prepares it. */
const stampUncertaintyMs = 5

/** Reads the snapshots of one drill, one after the other, and notes what is new in each. */
export interface DrillObserver {
  see(snapshot: ClusterSnapshot, now: number): void
}

type JobSeen = { runs: boolean; at: number; checkpointId: string | null }

export function createObserver(run: DrillRun, first: ClusterSnapshot): DrillObserver {
  const note = createNotes(run)
  let leaderSessionId = run.record.leaderBefore
  let announcedAt = 0
  let newestBefore = toNewest(first.recovery.jobs)
  const jobs = new Map<string, JobSeen>()
  let isEnded = false
  // The first of the announcements, so that the same one is known again after another.
  if (first.leader) note.watched('leader-announced', Date.parse(first.leader.since), leaderSessionId)

  function seeLeader(snapshot: ClusterSnapshot, at: number): void {
    const { leader } = snapshot
    if (leader === null || leader.leaderSessionId === leaderSessionId) return
    leaderSessionId = leader.leaderSessionId
    if (leaderSessionId !== run.record.leaderBefore) newestBefore = toNewest(snapshot.recovery.jobs)
    announcedAt = Date.parse(leader.since)
    note.watched('leader-announced', at, leaderSessionId)
    if (run.record.isFaultDone && leaderSessionId !== run.record.leaderBefore)
      note.stamped('leader-announced', announcedAt, leaderSessionId)
  }
  function seeSession(snapshot: ClusterSnapshot, at: number): void {
    if (isEnded || snapshot.sources.zookeeper.state !== 'live' || holdsPlace(snapshot, run.target.zkSessionId)) return
    isEnded = true
    note.watched('session-ended', at, run.target.master)
  }
  function seeJob(job: RecoveryJob, snapshot: ClusterSnapshot): void {
    if (job.stateAt === null || job.tasks === null) return
    const at = Date.parse(job.stateAt)
    const before = jobs.get(job.jobId)
    const runs = runsAllTasks(job, snapshot.taskManagers)
    if (before?.at === at) return
    jobs.set(job.jobId, { runs, at, checkpointId: null })
    const isOfTerm = leaderSessionId !== run.record.leaderBefore && at >= note.first('leader-announced', leaderSessionId)
    const isNew = run.scenario.target === 'leader' ? isOfTerm && !note.has('job-running', job.jobId) : before !== undefined && !before.runs
    // It ran at the earliest when it was last seen not running, or when its leader was announced.
    const sinceMs = at - Math.max(before?.at ?? 0, isOfTerm ? note.first('leader-announced', leaderSessionId) : 0)
    const latestMs = Math.min(mostPollMs, sinceMs)
    if (runs && isNew) note.polled('job-running', at, latestMs, job.jobId)
    if (!runs && before?.runs === true && run.scenario.target !== 'leader') note.polled('job-interrupted', at, latestMs, job.jobId)
  }
  function seeCheckpoint(job: RecoveryJob): void {
    const newest = job.checkpoints.at(-1)
    if (!newest || newest.checkpointId === newestBefore.get(job.jobId) || note.has('first-checkpoint', job.jobId)) return
    const at = Date.parse(newest.completedAt)
    if (leaderSessionId !== run.record.leaderBefore && at >= announcedAt) note.stamped('first-checkpoint', at, job.jobId)
  }
  return {
    see(snapshot, at) {
      seeLeader(snapshot, at)
      if (!run.record.isFaultDone) return
      seeSession(snapshot, at)
      for (const job of snapshot.recovery.jobs) {
        seeJob(job, snapshot)
        seeCheckpoint(job)
      }
      seeRest(run, snapshot, note)
      note.all('job-running', 'jobs-running')
      note.all('first-checkpoint', 'first-checkpoint')
    },
  }
}

function toNewest(jobs: readonly RecoveryJob[]): Map<string, string | null> {
  return new Map(jobs.map((job) => [job.jobId, job.checkpoints.at(-1)?.checkpointId ?? null]))
}

/** Whether the session still has a place in the election, or publishes the leader. */
export function holdsPlace({ jobManagers, strangers, leader }: ClusterSnapshot, zkSessionId: string): boolean {
  return (
    leader?.zkSessionId === zkSessionId ||
    jobManagers.some((jm) => jm.zkSessionId === zkSessionId && jm.inLine !== null) ||
    strangers.some((stranger) => stranger.zkSessionId === zkSessionId)
  )
}

/** What the new leader's own port tells, by the snapshot's phases of this takeover. */
function seeRest(run: DrillRun, { takeover, leader }: ClusterSnapshot, note: Notes): void {
  if (run.scenario.target !== 'leader' || leader === null || leader.leaderSessionId === run.record.leaderBefore) return
  for (const [phase, what] of [
    ['rest-answers', 'rest-answers'],
    ['task-managers', 'task-managers-back'],
  ] as const) {
    const at = takeover.phases.find((each) => each.phase === phase)?.at
    const time = at ? Date.parse(at) : 0
    if (time >= note.first('leader-announced', leader.leaderSessionId) && !note.has(what, null))
      note.polled(what, time, mostPollMs / 2, null)
  }
}

type Notes = ReturnType<typeof createNotes>

function createNotes(run: DrillRun) {
  const { evidence } = run.record
  const add = (one: DrillEvidence) => addEvidence(run, one)
  const has = (what: EvidenceName, subject: string | null) => evidence.some((one) => one.what === what && one.subject === subject)
  return {
    has,
    /** When it was first seen by this console's clock, less what a watch may be late; Infinity: never. */
    first: (what: EvidenceName, subject: string | null) =>
      (evidence.find((one) => one.what === what && one.subject === subject)?.at ?? Infinity) - watchUncertaintyMs,
    watched: (what: EvidenceName, at: number, subject: string | null) =>
      add({ what, at, clock: 'console', uncertaintyMs: watchUncertaintyMs, source: 'ZooKeeper watch', subject }),
    /** A time that ZooKeeper wrote: finer, where the offset of its clock is known. */
    stamped(what: EvidenceName, at: number, subject: string | null) {
      const { zookeeperClock: clock } = run
      add({
        what,
        at: at - (clock?.offsetMs ?? 0),
        clock: 'zookeeper',
        uncertaintyMs: clock === null ? null : clock.uncertaintyMs + stampUncertaintyMs,
        source: 'time of the znode',
        subject,
      })
    },
    /** It became so at some time in `withinMs` before `at`. */
    polled: (what: EvidenceName, at: number, withinMs: number, subject: string | null) =>
      add({
        what,
        at: Math.round(at - withinMs / 2),
        clock: 'console',
        uncertaintyMs: Math.ceil(withinMs / 2) + 1,
        source: 'the new leader’s REST',
        subject,
      }),
    /** The event of the cluster once every job has its own: that of the last job. Without jobs the leader's answer. */
    all(each: EvidenceName, whole: EvidenceName) {
      if (run.scenario.target !== 'leader' || has(whole, null)) return
      const { jobs } = run.record
      const last = evidence.filter((one) => one.what === each && one.subject !== null).sort((a, b) => b.at - a.at)[0]
      const rest = evidence.find(({ what }) => what === 'rest-answers')
      const isComplete = jobs.every(({ jobId }) => has(each, jobId))
      if (isComplete && jobs.length > 0 && last) add({ ...last, what: whole, subject: null })
      else if (jobs.length === 0 && rest && whole === 'jobs-running') add({ ...rest, what: whole, subject: null })
    },
  }
}
