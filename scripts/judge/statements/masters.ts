import type { SaidSnapshot } from '../said/snapshot'
import type { Track } from '../timeline/track'
import type { MasterSight, Truth } from '../truth/truth'
import { graceFor, graceOf, otherMemberMs } from './graces'
import { anyOf, type When } from './leaderless'
import { judgeLead } from './leader'
import type { Sheet } from './sheet'

type SaidMaster = SaidSnapshot['jobManagers'][number]

/** The statements about each JobManager: role, process, place in line. */
export function judgeMasters(said: SaidSnapshot, when: When, truth: Truth, sheet: Sheet): void {
  for (const jm of said.jobManagers) {
    const track = truth.masters.get(jm.master)
    if (!track) {
      sheet.claim(
        'role-leader',
        `jobManagers ${jm.master}`,
        true,
        () => jm.master,
        () => 'there is no such line in conf/masters',
      )
      continue
    }
    // The role is what ZooKeeper lists; that a listed leader does not lead is stated by level and process, which are judged too.
    if (jm.role === 'leader' && said.verdict.level === 'no-leader') sheet.unknown('role-leader')
    else judgeRole(jm, when, truth, track, sheet)
    judgeProcessState(jm, when, track, sheet)
    if (said.sources.zookeeper?.state === 'live') judgePlace(jm, when, truth, sheet)
  }
  judgeNext(said, when, truth, sheet)
}

function judgeRole({ master, role }: SaidMaster, when: When, truth: Truth, track: Track<MasterSight>, sheet: Sheet): void {
  const { asked, got } = when
  const where = `jobManagers ${master} role`
  const said = () => `${master} is ${role}`
  const words = () =>
    `${JSON.stringify(track.possible(asked, got)?.at(-1))}; line ${JSON.stringify(truth.line.possible(asked, got)?.at(-1)?.places)}`
  const isAlways = (ms: number, isSo: (sight: MasterSight) => boolean) => track.always(asked - ms, got, isSo)
  const isInLine = (ms: number, is: boolean) =>
    truth.line.always(asked - ms, got, (line) => line !== null && line.places.includes(master) === is)
  switch (role) {
    case 'unknown':
      return sheet.unknown('role-leader')
    case 'leader':
      return judgeLead('role-leader', where, master, when, truth, sheet)
    case 'standby': {
      const leads = truth.leadership.always(asked - graceFor('role-standby', 'revoked'), got, ({ proven }) => proven === master)
      const isDead = isAlways(graceFor('role-standby', 'dead'), ({ life }) => life === 'gone')
      const isFrozen = isAlways(graceFor('role-standby', 'frozen'), ({ life }) => life === 'stopped')
      return sheet.claim(
        'role-standby',
        where,
        anyOf([leads, isDead, isFrozen, isInLine(graceFor('role-standby', 'revoked'), false)]),
        said,
        words,
      )
    }
    case 'down':
      return sheet.claim(
        'role-down',
        where,
        isAlways(graceOf('role-down'), ({ life }) => life !== 'gone'),
        said,
        words,
      )
    case 'unreachable': {
      const runs = isAlways(graceOf('role-unreachable'), ({ life }) => life === 'running')
      return sheet.claim('role-unreachable', where, runs && isInLine(graceOf('role-unreachable'), true), said, words)
    }
    case 'joining': {
      const isGone = isAlways(graceFor('role-leader', 'dead'), ({ life }) => life === 'gone')
      const hasSession = isAlways(graceOf('role-joining'), ({ life, log }) => life === 'running' && log.session !== null)
      return sheet.claim('role-joining', where, anyOf([isGone, hasSession && isReadyThroughout(truth, when, master)]), said, words)
    }
  }
}

function isReadyThroughout(truth: Truth, { asked, got }: When, master: string): boolean | null {
  return truth.line.always(asked - graceOf('role-joining'), got, (line) => line !== null && line.ready.includes(master))
}

function judgeProcessState(
  { master, processState, process }: SaidMaster,
  { asked, got }: When,
  track: Track<MasterSight>,
  sheet: Sheet,
): void {
  const where = `jobManagers ${master} processState`
  const said = () => `${master}’s process is ${processState}`
  const words = () => JSON.stringify(track.possible(asked, got)?.at(-1))
  const isAlways = (ms: number, isSo: (sight: MasterSight) => boolean) => track.always(asked - ms, got, isSo)
  if (processState === 'unknown') return sheet.unknown('process-running')
  if (processState === 'frozen') {
    const isNot = isAlways(graceOf('process-frozen'), ({ life }) => life !== 'stopped')
    return sheet.claim('process-frozen', where, isNot, said, words)
  }
  if (processState === 'gone') {
    const lives = isAlways(graceOf('process-gone'), ({ life }) => life !== 'gone')
    return sheet.claim('process-gone', where, lives, said, words)
  }
  const isDead = isAlways(graceFor('process-running', 'dead'), ({ life }) => life === 'gone')
  const isFrozen = isAlways(graceFor('process-running', 'frozen'), ({ life }) => life === 'stopped')
  sheet.claim('process-running', where, anyOf([isDead, isFrozen]), said, words)
  if (!process) return sheet.unknown('process-pid')
  const isAnother = isAlways(graceOf('process-pid'), ({ pid }) => pid !== process.pid)
  sheet.claim('process-pid', `jobManagers ${master} process`, isAnother, () => `pid ${process.pid}`, words)
}

function judgePlace({ master, inLine, role }: SaidMaster, { asked, got }: When, truth: Truth, sheet: Sheet): void {
  if (inLine === null) return role === 'standby' || role === 'leader' ? sheet.unknown('place-in-line') : undefined
  const isAnother = truth.line.always(
    asked - graceOf('place-in-line'),
    got + otherMemberMs,
    (line) => line !== null && line.places[inLine] !== master,
  )
  sheet.claim(
    'place-in-line',
    `jobManagers ${master} inLine`,
    isAnother,
    () => `place ${inLine}`,
    () => `line ${JSON.stringify(truth.line.possible(asked, got)?.at(-1)?.places)}`,
  )
}

/** The next leader. Without ZooKeeper there can be none. */
function judgeNext({ takeover, sources, verdict }: SaidSnapshot, { asked, got }: When, truth: Truth, sheet: Sheet): void {
  if (sources.zookeeper?.state !== 'live' || verdict.level === 'unknown') return sheet.unknown('next-standby')
  const { standby } = takeover
  const words = () => `ready in line: ${JSON.stringify(truth.line.possible(asked, got)?.at(-1)?.ready)}`
  if (standby === null) {
    const isThere = truth.line.always(
      asked - graceOf('no-next-standby'),
      got + otherMemberMs,
      (line) => line !== null && line.ready.length > 0,
    )
    return sheet.claim('no-next-standby', 'takeover.standby', isThere, () => 'no standby', words)
  }
  const isAnother = truth.line.always(
    asked - graceOf('next-standby'),
    got + otherMemberMs,
    (line) => line !== null && line.ready[0] !== standby && line.alive[0] !== standby,
  )
  sheet.claim('next-standby', 'takeover.standby', isAnother, () => `${standby} is next`, words)
}
