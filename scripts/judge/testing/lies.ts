import type { Hearing, HearingKind } from '../said/hearing'
import type { StatementId } from '../statements/graces'
import type { Truth } from '../truth/truth'
import { listOutages } from '../statements/leaderless'

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are changed as any program could change them */

/** One field of real answers, changed. */
export interface Lie {
  statement: StatementId
  /** In words, for the title of its test. */
  says: string
  kind: HearingKind
  /** Changes the answer in place. False: this answer is left as it is. */
  change(body: any, hearing: Hearing, truth: Truth): boolean
}

const isLed = (body: any) => !['no-leader', 'unknown'].includes(body.verdict.level)
const isHealthy = (body: any) => body.verdict.level === 'protected'
const set = (condition: boolean, change: () => void) => (condition && change(), condition)
const jm = (body: any, role: string) => body.jobManagers.find((one: any) => one.role === role)
const iso = (time: number) => new Date(time).toISOString()

function snapshot(statement: StatementId, says: string, change: Lie['change']): Lie {
  return { statement, says, kind: 'snapshot', change }
}

/** A JobManager of one role is reported with another. */
function role(statement: StatementId, from: string, to: string): Lie {
  return snapshot(statement, `a ${from} is ${to}`, (body) => {
    const found = jm(body, from)
    return set(found !== undefined, () => (found.role = to))
  })
}

function processOf(statement: StatementId, from: string, to: string): Lie {
  return snapshot(statement, `a ${from} process is ${to}`, (body) => {
    const found = body.jobManagers.find((one: any) => one.processState === from)
    return set(found !== undefined, () => (found.processState = to))
  })
}

/** A phase is reported at another moment of the last outage; `at` may reject this outage. */
function phase(
  statement: StatementId,
  name: string,
  says: string,
  at: (outage: { from: number; to: number }, cause: string) => number | null,
): Lie {
  return snapshot(statement, `${name} ${says}`, (body, { asked }, truth) => {
    const outage = listOutages(truth).findLast(({ to }) => to !== null && to < asked - 12_000)
    const found = body.takeover.phases.find((one: any) => one.phase === name)
    const replayed = outage && found ? at({ from: outage.from, to: outage.to! }, outage.cause) : null
    return set(replayed !== null && asked < outage!.to! + 40_000, () => (found.at = iso(replayed!)))
  })
}

const ofVerdict: Lie[] = [
  snapshot('verdict-led', 'nobody leads, and it is unprotected', (body) =>
    set(body.verdict.level === 'no-leader', () => (body.verdict.level = 'unprotected')),
  ),
  snapshot('verdict-no-leader', 'somebody leads, and there is no leader', (body) =>
    set(isHealthy(body), () => (body.verdict.level = 'no-leader')),
  ),
  snapshot('verdict-protected', 'a member failed, and it is protected', (body) =>
    set(isLed(body) && body.quorum.spare === 0, () => (body.verdict.level = 'protected')),
  ),
  snapshot('leader-name', 'another one leads', (body) => set(isHealthy(body), () => (body.leader.master = jm(body, 'standby').master))),
  snapshot('leader-session', 'it leads under another session', (body) =>
    set(isHealthy(body), () => (body.leader.leaderSessionId = '99999999-0000-0000-0000-000000000000')),
  ),
  snapshot('leader-process-running', 'a dead leader runs', (body) =>
    set(body.leader?.process === 'gone', () => (body.leader.process = 'running')),
  ),
  snapshot('leader-process-gone', 'a living leader is gone', (body) => set(isHealthy(body), () => (body.leader.process = 'gone'))),
  snapshot('leader-process-frozen', 'a living leader is frozen', (body) => set(isHealthy(body), () => (body.leader.process = 'frozen'))),
]

const ofMasters: Lie[] = [
  role('role-leader', 'standby', 'leader'),
  role('role-standby', 'down', 'standby'),
  role('role-down', 'standby', 'down'),
  role('role-unreachable', 'standby', 'unreachable'),
  role('role-joining', 'standby', 'joining'),
  processOf('process-running', 'gone', 'running'),
  processOf('process-frozen', 'running', 'frozen'),
  processOf('process-gone', 'running', 'gone'),
  snapshot('process-pid', 'it has another pid', (body) => {
    const found = body.jobManagers.find((one: any) => one.process !== null)
    return set(isHealthy(body) && found !== undefined, () => found.process.pid++)
  }),
  snapshot('place-in-line', 'a standby has the leader’s place', (body) => set(isHealthy(body), () => (jm(body, 'standby').inLine = 0))),
  snapshot('next-standby', 'the leader is its own standby', (body) =>
    set(isHealthy(body), () => (body.takeover.standby = body.leader.master)),
  ),
  snapshot('no-next-standby', 'there is no standby', (body) => set(isHealthy(body), () => (body.takeover.standby = null))),
]

const ofTakeover: Lie[] = [
  snapshot('takeover-since', 'nobody leads since a later time', (body) =>
    set(body.takeover.since !== null, () => (body.takeover.since = iso(Date.parse(body.takeover.since) + 3_000))),
  ),
  phase('phase-before-outage', 'jobs-running', 'was reached before the outage', ({ from }) => from - 5_000),
  phase('phase-process-gone', 'process-gone', 'is told of a frozen leader', ({ from }, cause) =>
    cause === 'frozen' ? from + 1_000 : null,
  ),
  phase('phase-session-ended', 'session-ended', 'is told at the death', ({ from }, cause) => (cause === 'dead' ? from + 1_000 : null)),
  phase('phase-standby-leads', 'standby-leads', 'is told long before', ({ from }) => from + 2_000),
  phase('phase-rest-answers', 'rest-answers', 'is told while nothing answers', ({ from }, cause) =>
    cause === 'revoked' ? from + 5_000 : null,
  ),
  snapshot('phase-task-managers', 'TaskManagers are back while none is registered', tellDuringIdleness('task-managers')),
  snapshot('phase-jobs-running', 'jobs run while no task does', tellDuringIdleness('jobs-running')),
  phase('phase-first-checkpoint', 'first-checkpoint', 'is told at once', ({ to }, cause) => (cause === 'dead' ? to + 500 : null)),
]

/** The longest time in which the leader answered and no task ran. */
function tellDuringIdleness(name: string): Lie['change'] {
  return (body, { asked }, truth) => {
    const stretches = truth.work.stretches.filter(({ value, until }) => value?.taskManagers === 0 && until < asked - 4_000)
    const [first, last] = [stretches[0], stretches.at(-1)]
    const found = body.takeover.phases.find((one: any) => one.phase === name)
    return set(!!first && !!last && !!found, () => (found.at = iso((first!.from + last!.until) / 2)))
  }
}

const ofQuorum: Lie[] = [
  snapshot('quorum-serves', 'a lost quorum serves', (body) => set(body.quorum.serving === false, () => (body.quorum.serving = true))),
  snapshot('quorum-serves-not', 'a quorum does not serve', (body) => set(isHealthy(body), () => (body.quorum.serving = false))),
  snapshot('quorum-spare', 'no member may fail', (body) => set(isHealthy(body), () => (body.quorum.spare = 0))),
  snapshot('member-mode', 'a member that failed follows', (body) => {
    const down = body.quorum.members.find(({ mode }: any) => mode === 'down')
    return set(down !== undefined, () => (down.mode = 'follower'))
  }),
  snapshot('member-down', 'a member that serves is down', (body) => set(isHealthy(body), () => (body.quorum.members[0].mode = 'down'))),
]

const ofWork: Lie[] = [
  snapshot('task-managers', 'one TaskManager more', (body) => set(body.taskManagers.total !== null, () => body.taskManagers.total++)),
  snapshot('slots', 'all slots are free', (body) =>
    set(isHealthy(body), () => (body.taskManagers.slotsFree = body.taskManagers.slotsTotal)),
  ),
  snapshot('job-state', 'a running job has failed', (body) => set(isHealthy(body), () => (body.recovery.jobs[0].state = 'failed'))),
  snapshot('job-runs-tasks', 'a job without tasks runs', (body) => set(isLed(body), () => (body.recovery.jobs[0].state = 'running'))),
  snapshot('present-running', 'all tasks run while none does', (body) =>
    set(body.present.level === 'jobs-down', () => (body.present.level = 'running')),
  ),
  snapshot('present-jobs-down', 'jobs are down while all tasks run', (body) =>
    set(isHealthy(body), () => (body.present.level = 'jobs-down')),
  ),
  snapshot('checkpoint-newest', 'an older checkpoint is the newest', (body) => {
    const [newest] = body.recovery.jobs[0]?.checkpoints.slice(-1) ?? []
    return set(isHealthy(body) && newest !== undefined, () => (newest.checkpointId = String(Number(newest.checkpointId) - 4)))
  }),
  snapshot('checkpoint-none', 'there is no checkpoint yet', (body) => set(isHealthy(body), () => (body.recovery.jobs[0].checkpoints = []))),
  snapshot('checkpoint-file-present', 'a file that is away is present', (body) => {
    const pointer = body.recovery.jobs[0]?.checkpoints.at(-1)?.pointer
    return set(Boolean(pointer?.path), () => ((pointer.path += '-of-old'), (pointer.target = 'present')))
  }),
  snapshot('checkpoint-file-missing', 'a file that is there is missing', (body) => {
    const pointer = body.recovery.jobs[0]?.checkpoints.at(-1)?.pointer
    return set(pointer?.target === 'present', () => (pointer.target = 'missing'))
  }),
]

const ofLanes: Lie[] = [
  snapshot('lane-leads-now', 'the lane of one that does not lead is gold', (body) => {
    const found = body.lanes.find(({ master }: any) => master !== body.leader?.master)
    return set(isHealthy(body), () => found.spans.push({ role: 'leader', from: body.asOf, to: null }))
  }),
  snapshot('lane-leader-until', 'gold goes on after the last sign of life', (body, { asked }) => {
    const span = body.lanes
      .flatMap(({ spans }: any) => spans)
      .find(({ role: name, to }: any) => name === 'leader' && to && Date.parse(to) < asked - 9_000)
    return set(span !== undefined, () => (span.to = iso(Date.parse(span.to) + 3_000)))
  }),
  {
    ...{ statement: 'history-now', says: 'the journal says that it is protected', kind: 'history' },
    change: (body) => set(body.verdicts.at(-1)?.value === 'no-leader', () => (body.verdicts.at(-1).value = 'protected')),
  },
]

const open = (body: any) => body.incidents.find((one: any) => one.resolved_at === null)
const summary = (statement: StatementId, says: string, change: Lie['change']): Lie => ({ statement, says, kind: 'summary', change })
const incidents = (statement: StatementId, says: string, change: Lie['change']): Lie => ({ statement, says, kind: 'incidents', change })
const stateOf = (body: any) => body.components[0].understudy
const isOut = (body: any) => stateOf(body).state === 'outage'

const ofPublic: Lie[] = [
  summary('public-serves', 'everything serves during an outage', (body) => set(isOut(body), () => (stateOf(body).state = 'operational'))),
  summary('public-outage', 'there is an outage while somebody leads', (body) =>
    set(stateOf(body).state === 'operational', () => (stateOf(body).state = 'outage')),
  ),
  summary('public-no-standby', 'there is no standby', (body) =>
    set(stateOf(body).redundancy === 'full', () => (stateOf(body).redundancy = 'no-backup')),
  ),
  summary('public-redundancy', 'all is redundant while a member is missing', (body) =>
    set(stateOf(body).redundancy === 'no-redundancy', () => (stateOf(body).redundancy = 'full')),
  ),
  summary('public-incident-open', 'no incident is open during an outage', (body) =>
    set(open(body) !== undefined, () => (body.incidents = [])),
  ),
  summary('public-uptime', 'the open outage is not in the uptime', (body) =>
    set(open(body) !== undefined, () => (stateOf(body).leaderless_ms = 0)),
  ),
  incidents('public-incident-start', 'it began later', (body) =>
    set(body.incidents.length > 0, () => (body.incidents[0].started_at = iso(Date.parse(body.incidents[0].started_at) + 3_500))),
  ),
  incidents('public-incident-length', 'it was much shorter', (body) => {
    const found = body.incidents.find((one: any) => one.understudy.leaderless_ms > 6_000)
    return set(found !== undefined, () => (found.understudy.leaderless_ms = 500))
  }),
  incidents('public-incident-lost', 'an incident is in neither list', (body) =>
    set(body.incidents.length > 0, () => body.incidents.shift()),
  ),
  {
    ...{ statement: 'public-incident-lost', says: 'an incident is on the page no more', kind: 'page' },
    change: () => true,
  },
  incidents('one-figure', 'its length is not that of its phases', (body) => {
    const found = body.incidents.find((one: any) => one.understudy.leaderless_ms > 0)
    return set(found !== undefined, () => (found.understudy.leaderless_ms += 900))
  }),
  snapshot('one-figure', 'the event has another figure', (body) => {
    const event = body.events.find(({ text }: any) => / without a leader$/.test(text))
    return set(event !== undefined, () => (event.text = 'it took the lead after 1.2 s without a leader'))
  }),
]

const ofPeers: Lie[] = [
  snapshot('peers', 'the headline names another leader', (body) =>
    set(isHealthy(body), () => (body.verdict.sentence = body.verdict.sentence.replace(/^If \S+/, 'If elsewhere:1'))),
  ),
  snapshot('peers', 'two lead', (body) => set(isHealthy(body), () => (jm(body, 'standby').role = 'leader'))),
  snapshot('peers', 'the lane ends as something else', (body) =>
    set(isHealthy(body), () => (body.lanes.find(({ master }: any) => master === body.leader.master).spans.at(-1).role = 'standby')),
  ),
  summary('peers', 'an outage without an incident', (body) => set(isOut(body), () => (body.incidents = []))),
  snapshot('peers', 'the span of now has another level', (body) => set(isHealthy(body), () => (body.verdicts.at(-1).value = 'at-risk'))),
  snapshot('answer-shape', 'a field is missing', (body) => set(isHealthy(body), () => delete body.takeover.standby)),
]

export const lies: Lie[] = [ofVerdict, ofMasters, ofTakeover, ofQuorum, ofWork, ofLanes, ofPublic, ofPeers].flat()

/** The same answers with the lie in them; null: none of them fits it. */
export function tellLie(lie: Lie, hearings: readonly Hearing[], truth: Truth): Hearing[] | null {
  let isNotified = false
  const replayed = hearings.map((hearing) => {
    if (hearing.kind !== lie.kind) return hearing
    const body = structuredClone(hearing.body)
    if (!lie.change(body, hearing, truth)) return hearing
    isNotified = true
    return { ...hearing, body: hearing.kind === 'page' ? '' : body }
  })
  return isNotified ? replayed : null
}
