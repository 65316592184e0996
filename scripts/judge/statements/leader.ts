import type { SaidSnapshot } from '../said/snapshot'
import type { ProcessLiveness } from '../truth/process-table'
import type { MasterSight, Truth } from '../truth/truth'
import { graceFor, graceOf, otherMemberMs, type Cause, type StatementId } from './graces'
import { anyOf, toLeadershipText, type When } from './leaderless'
import type { Sheet } from './sheet'

type SaidLeader = NonNullable<SaidSnapshot['leader']>

/** The leader, its session, and whether its process lives. */
export function judgeLeader(said: SaidSnapshot, when: When, truth: Truth, sheet: Sheet): void {
  const { leader } = said
  const isLed = ['protected', 'at-risk', 'unprotected'].includes(said.verdict.level)
  if (!leader) return isLed ? undefined : sheet.unknown('leader-name')
  if (leader.master === null) sheet.unknown('leader-name')
  else if (isLed) judgeLead('leader-name', 'leader.master', leader.master, when, truth, sheet)
  if (said.sources.zookeeper?.state === 'live') judgeSession(leader, when, truth, sheet)
  judgeProcess(leader, when, truth, sheet)
}

/** “X leads”, wherever it is stated. */
export function judgeLead(statement: StatementId, where: string, master: string, when: When, truth: Truth, sheet: Sheet): void {
  sheet.claim(
    statement,
    where,
    isWithoutLead(statement, master, when, truth),
    () => `${master} leads`,
    () => toLeadershipText(truth, when.got),
  )
}

const causeOf: Record<ProcessLiveness, Cause> = { gone: 'dead', stopped: 'frozen', running: 'revoked' }

/** It has not led for longer than the grace for its cause. */
function isWithoutLead(statement: StatementId, master: string, { asked, got }: When, truth: Truth): boolean | null {
  const track = truth.masters.get(master)
  if (!track) return true
  return anyOf(
    (Object.keys(causeOf) as ProcessLiveness[]).map((life) => {
      const from = asked - graceFor(statement, causeOf[life])
      const was = track.always(from, from, (sight) => sight.life === life)
      return was === null ? null : was && truth.leadership.always(from, got, ({ claims }) => !claims.includes(master))
    }),
  )
}

function judgeSession({ leaderSessionId, zkSessionId }: SaidLeader, { asked, got }: When, truth: Truth, sheet: Sheet): void {
  const isAnother = truth.election.always(
    asked - graceOf('leader-session'),
    got + otherMemberMs,
    (election) => election !== null && (election.leader?.leaderSessionId !== leaderSessionId || election.leader.session !== zkSessionId),
  )
  sheet.claim(
    'leader-session',
    'leader.leaderSessionId',
    isAnother,
    () => `${leaderSessionId} under ${zkSessionId}`,
    () => JSON.stringify(truth.election.possible(asked, got)?.at(-1)?.leader),
  )
}

/** The process that holds the leader's session; not another one on the same port. */
function judgeProcess({ master, process, zkSessionId }: SaidLeader, { asked, got }: When, truth: Truth, sheet: Sheet): void {
  const track = truth.masters.get(master ?? '')
  if (process === 'unknown' || !track) return sheet.unknown('leader-process-running')
  const isIt = ({ log }: MasterSight) => log.session === zkSessionId
  const words = () => JSON.stringify(track.possible(asked, got)?.at(-1))
  const said = () => `the leader’s process is ${process}`
  if (process === 'gone') {
    const lives = track.always(asked - graceOf('leader-process-gone'), got, (sight) => isIt(sight) && sight.life !== 'gone')
    return sheet.claim('leader-process-gone', 'leader.process', lives, said, words)
  }
  if (process === 'frozen') {
    const runs = track.always(asked - graceOf('leader-process-frozen'), got, (sight) => sight.life !== 'stopped')
    return sheet.claim('leader-process-frozen', 'leader.process', runs, said, words)
  }
  const since = (cause: Cause, isSo: (sight: MasterSight) => boolean) =>
    track.always(asked - graceFor('leader-process-running', cause), got, isSo)
  const isDead = since('dead', ({ life }) => life === 'gone')
  sheet.claim('leader-process-running', 'leader.process', anyOf([isDead, since('frozen', ({ life }) => life === 'stopped')]), said, words)
}
