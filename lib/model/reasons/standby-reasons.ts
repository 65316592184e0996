import { joinDetail } from '../join-detail'
import { toList } from '@/lib/base/counts'
import { toDoingText } from '../own-doing'
import type { JobManager, Reason } from '../snapshot'
import type { VerdictInput } from './verdict-input'
import { toStartAgain } from './start-again'
import { createReason } from './to-reason'

export function standbyReasons({ facts, leader, jobManagers, strangers }: VerdictInput): Reason[] {
  const standbys = jobManagers.filter((jm) => jm.role === 'standby')
  const found: Reason[] = []
  if (leader && standbys.length === 0 && facts.tree.status === 'live') found.push(toNoStandby(jobManagers))
  for (const jm of jobManagers) {
    if (jm.role === 'down' && jm.master !== leader?.master) found.push(toDown(jm))
    if (jm.role === 'unreachable')
      found.push(
        createReason(
          'master-unreachable',
          'warning',
          `${joinDetail(`${jm.master} ${jm.processState === 'frozen' ? 'is frozen' : 'cannot be reached'}`, jm.roleDetail)}.`,
          jm.master,
          toContinue(jm),
        ),
      )
    if (jm.role === 'unknown' && facts.tree.status === 'live')
      found.push(
        createReason(
          'standby-unproven',
          'warning',
          `${joinDetail(jm.master, jm.roleDetail)}.`,
          jm.master,
          'Let its log be read on its web UI port, or put `cons` on ZooKeeper’s whitelist.',
        ),
      )
    if (jm.role === 'joining')
      found.push(createReason('joining', 'note', `${joinDetail(`${jm.master} is joining`, jm.roleDetail)}.`, jm.master))
  }
  for (const stranger of strangers)
    found.push(
      createReason(
        'stranger',
        'warning',
        `A contender of session ${stranger.zkSessionId} ${stranger.detail}.`,
        stranger.znode,
        'Find the process, or give each cluster its own path root.',
      ),
    )
  return found
}

/** What an operation stopped is its business until it has ended. */
function toDown({ master, roleDetail, doing }: JobManager): Reason {
  return doing === null
    ? createReason('master-down', 'warning', `${joinDetail(`${master} is down`, roleDetail)}.`, master, toStartAgain(master))
    : createReason('master-down', 'warning', `${master} is down during ${toDoingText(doing)}.`, master)
}

/** The advice for a process that SIGSTOP froze. */
function toContinue({ processState, inLine, process }: JobManager): string | null {
  if (processState !== 'frozen') return null
  if (inLine === null) return 'Its latch is gone: its session ended, or it was removed. Restart it.'
  return process === null ? 'Continue its process on its host.' : `Continue it on its host: \`kill -CONT ${process.pid}\`.`
}

function toNoStandby(jobManagers: readonly JobManager[]): Reason {
  const down = jobManagers.filter((jm) => jm.role === 'down')
  if (jobManagers.length === 1)
    return createReason(
      'no-standby',
      'error',
      'Only one JobManager is configured: no takeover is possible.',
      null,
      'Add a second line to conf/masters and start it.',
    )
  const joining = jobManagers.filter((jm) => jm.role === 'joining')
  const doing = down.find((jm) => jm.doing !== null)?.doing ?? null
  const action =
    doing !== null
      ? `Wait until ${toDoingText(doing)} has ended.`
      : down.length > 0
        ? `Start ${toList(down.map((jm) => jm.master))} again.`
        : joining.length > 0
          ? `Wait until ${toList(joining.map((jm) => jm.master))} has joined; if it does not, look at its log.`
          : null
  return createReason('no-standby', 'error', 'No standby is proven to be in line: no takeover can be relied on.', null, action)
}
