import type { SaidSnapshot } from '../said/snapshot'
import { graceOf } from './graces'
import type { Sheet } from './sheet'

/** How two statements of one answer relate: a text when they contradict each other. */
type Rule = (said: SaidSnapshot) => string | null

const isLed = ({ verdict }: SaidSnapshot) => ['protected', 'at-risk', 'unprotected'].includes(verdict.level)

const rules: Record<string, Rule> = {
  'level and leader': (said) => (isLed(said) && said.leader === null ? `level ${said.verdict.level} without a leader` : null),
  'level and leader’s process': (said) =>
    isLed(said) && (said.leader?.process === 'gone' || said.leader?.process === 'frozen')
      ? `level ${said.verdict.level}, and the leader’s process is ${said.leader.process}`
      : null,
  'level and since': (said) =>
    isLed(said) && said.takeover.since !== null ? `level ${said.verdict.level}, and takeover.since is set: nobody leads` : null,
  'one leader': ({ jobManagers }) => {
    const leaders = jobManagers.filter(({ role }) => role === 'leader').map(({ master }) => master)
    return leaders.length > 1 ? `${leaders.join(' and ')} are both leader` : null
  },
  'role and leader': ({ jobManagers, leader }) => {
    const other = jobManagers.find(({ role, master }) => role === 'leader' && master !== leader?.master)
    return other ? `${other.master} is leader, and the leader is ${leader?.master ?? 'not there'}` : null
  },
  'standby is in line': ({ jobManagers, takeover }) => {
    const next = jobManagers.find(({ master }) => master === takeover.standby)
    return next && next.role !== 'standby' ? `${next.master} is next to take over, and its role is ${next.role}` : null
  },
  'role and process': ({ jobManagers }) => {
    const odd = jobManagers.find(
      ({ role, processState }) =>
        ((role === 'standby' || role === 'joining') && (processState === 'gone' || processState === 'frozen')) ||
        (role === 'down' && processState === 'running'),
    )
    return odd ? `${odd.master} is ${odd.role}, and its process is ${odd.processState}` : null
  },
  'leader’s two processes': ({ jobManagers, leader }) => {
    const jm = jobManagers.find(({ master }) => master === leader?.master)
    return jm && leader && jm.role === 'leader' && jm.processState !== leader.process
      ? `the leader’s process is ${leader.process}, and ${jm.master}’s is ${jm.processState}`
      : null
  },
  // In an outage the role is what ZooKeeper lists, and the lane is the real leader.
  'lane and role': ({ jobManagers, lanes, leader, verdict }) => {
    const odd = lanes.find(({ master, spans }) => {
      if (master === leader?.master && !['protected', 'at-risk', 'unprotected'].includes(verdict.level)) return false
      const last = spans.at(-1)
      const jm = jobManagers.find((one) => one.master === master)
      const role = jm?.role === 'unreachable' && jm.processState === 'frozen' ? 'frozen' : jm?.role
      return role !== undefined && last?.to === null && last.role !== role
    })
    return odd ? `the lane of ${odd.master} ends as ${odd.spans.at(-1)?.role}, and its role is another` : null
  },
  'verdict and its span': ({ verdict, verdicts }) => {
    const last = verdicts.at(-1)
    return last?.to === null && last.value !== verdict.level ? `the span of now is ${last.value}, the level is ${verdict.level}` : null
  },
  'quorum and members': ({ quorum }) => {
    const serving = quorum.members.filter(({ mode }) => ['leader', 'follower', 'observer', 'standalone'].includes(mode)).length
    const majority = Math.floor(quorum.members.length / 2) + 1
    if (quorum.serving === false && serving >= majority) return `the quorum does not serve, and ${serving} members do`
    const unknown = quorum.members.some(({ mode }) => mode === 'unknown' || mode === 'words-off')
    return quorum.serving === true && serving < majority && !unknown ? `the quorum serves, and only ${serving} members do` : null
  },
  'headline and level': (said) => {
    const { level, sentence } = said.verdict
    if (level === 'no-leader' && /^If .* failed now/.test(sentence)) return `level no-leader, and the sentence says “${sentence}”`
    return isLed(said) && /^No leader|^\S+ (?:has answered nothing|answers nothing|died)/.test(sentence)
      ? `level ${level}, and the sentence says “${sentence}”`
      : null
  },
  'headline and leader': (said) => {
    const named = /^If (\S+) failed now/.exec(said.verdict.sentence)?.[1]
    return named && said.leader?.master && named !== said.leader.master
      ? `the sentence names ${named}, the leader is ${said.leader.master}`
      : null
  },
  'headline and standby': (said) => {
    const named = /failed now, (\S+) would take over/.exec(said.verdict.sentence)?.[1]
    if (named && named !== said.takeover.standby) return `the sentence names ${named}, next to take over is ${said.takeover.standby}`
    return said.takeover.standby !== null && /^No standby/.test(said.verdict.sentence)
      ? `the sentence says “${said.verdict.sentence}”, next to take over is ${said.takeover.standby}`
      : null
  },
  'phases in order': ({ takeover }) => {
    const leads = takeover.phases.find(({ phase }) => phase === 'standby-leads')?.at
    const early = takeover.phases.find(
      ({ phase, at }) =>
        at !== null && ['rest-answers', 'task-managers', 'jobs-running', 'first-checkpoint'].includes(phase) && (!leads || at < leads),
    )
    return early ? `${early.phase} is reached before a standby leads` : null
  },
  'since and phases': (said) => {
    const { since, phases } = said.takeover
    const early = phases.find(({ at }) => since !== null && at !== null && at < since - graceOf('one-figure'))
    return early ? `nobody leads since ${new Date(since ?? 0).toISOString()}, and ${early.phase} was reached before that` : null
  },
}

/** Judges the statements of one snapshot against each other. The real state does not matter here. */
export function judgePeers(said: SaidSnapshot, sheet: Sheet): void {
  for (const [name, rule] of Object.entries(rules)) {
    const contradiction = rule(said)
    sheet.claim(
      'peers',
      name,
      contradiction !== null,
      () => contradiction ?? '',
      () => 'one of the two is wrong',
    )
  }
}
