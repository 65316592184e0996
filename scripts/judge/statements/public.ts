import type { SaidIncident, SaidIncidents, SaidSummary } from '../said/public'
import type { Truth } from '../truth/truth'
import { graceFor, graceOf } from './graces'
import { anyOf, findOutage, isLeaderlessBeyond, toClock, toLeadershipText, type When } from './leaderless'
import { countServing } from './quorum'
import { judgePhases } from './phases'
import type { Sheet } from './sheet'
import { judgeStart } from './takeover'
import { isProvenThroughout } from './verdict'

/** What the states of a public page claim about leadership. */
const stateClaims: Record<string, 'serves' | 'outage' | 'unknown'> = {
  operational: 'serves',
  'no-redundancy': 'serves',
  'no-spare': 'serves',
  'no-standby': 'serves',
  maintenance: 'serves',
  unknown: 'unknown',
  'taking-over': 'outage',
  'no-leader': 'outage',
}

/** `summary.json`: the state of the service, and the incidents that are open. */
export function judgeSummary(said: SaidSummary, when: When, truth: Truth, sheet: Sheet, thresholdMs: number): void {
  const state = said.components[0]?.understudy?.state ?? said.understudy.state
  const claim = stateClaims[state]
  const words = () => `${state}: ${said.understudy.sentence}`
  const leads = () => toLeadershipText(truth, when.got)
  if (claim === undefined)
    return sheet.claim(
      'answer-shape',
      'understudy.state',
      true,
      () => state,
      () => 'a state that the judge does not know',
    )
  if (claim === 'unknown') return sheet.unknown('public-serves')
  if (claim === 'serves') {
    sheet.claim('public-serves', 'state', isLeaderlessBeyond(truth, when, 'public-serves', thresholdMs), words, leads)
    judgeRedundancy(state, when, truth, sheet)
  } else sheet.claim('public-outage', 'state', isProvenThroughout(truth, when, graceOf('public-outage')), words, leads)
  const isOpen = said.incidents.some(({ resolved_at }) => resolved_at === null)
  const isMissing = isOpen ? false : isLeaderlessBeyond(truth, when, 'public-incident-open', thresholdMs)
  sheet.claim('public-incident-open', 'incidents', isMissing, () => 'no open incident', leads)
  sheet.claim(
    'neighbours',
    'public state and incident',
    claim === 'outage' && !isOpen,
    () => `${words()}, and no incident is open`,
    () => 'one of the two is wrong',
  )
}

function judgeRedundancy(state: string, { asked, got }: When, truth: Truth, sheet: Sheet): void {
  const isWithout = (ms: number) => truth.line.always(asked - ms, got, (line) => line !== null && line.ready.length === 0)
  const words = () => `ready in line: ${JSON.stringify(truth.line.possible(asked, got)?.at(-1)?.ready)}`
  if (state === 'no-standby') {
    const isThere = truth.line.always(asked - graceOf('public-no-standby'), got, (line) => line !== null && line.ready.length > 0)
    return sheet.claim('public-no-standby', 'state', isThere, () => state, words)
  }
  if (state !== 'operational') return
  const serving = countServing(truth, asked - graceOf('public-redundancy'), got)
  const isSpareless = serving && serving.most < truth.members.size
  sheet.claim(
    'public-redundancy',
    'state',
    anyOf([isWithout(graceOf('public-redundancy')), isSpareless]),
    () => state,
    () => (isSpareless ? `at most ${serving?.most} of ${truth.members.size} members serve` : words()),
  )
}

/** `incidents.json`: each incident's beginning, length and phases. */
export function judgeIncidents({ incidents }: SaidIncidents, { got }: When, truth: Truth, sheet: Sheet): void {
  for (const incident of incidents.filter(({ started_at }) => started_at >= truth.startedAt)) {
    const where = `incident of ${toClock(incident.started_at)}`
    judgeStart('public-incident-start', where, incident.started_at, truth, sheet)
    judgePhases(incident.understudy.phases, Math.min(got, incident.resolved_at ?? got), where, truth, sheet)
    judgeLength(incident, where, truth, sheet)
    judgeWithin(incident, where, sheet)
  }
}

function judgeLength({ started_at, understudy }: SaidIncident, where: string, truth: Truth, sheet: Sheet): void {
  const said = understudy.leaderless_ms
  const outage = findOutage(truth, started_at + graceFor('public-incident-start', 'frozen'))
  if (said === null || !outage) return sheet.unknown('public-incident-length')
  const { from, to, listedAt, cause } = outage
  const slack = graceFor('public-incident-length', cause)
  const isFalse = to === null || listedAt === null ? null : said < to - from - slack || said > listedAt - from + slack
  sheet.claim(
    'public-incident-length',
    `${where} leaderless_ms`,
    isFalse,
    () => `${said} ms`,
    () => `from ${toClock(from)} to ${toClock(to ?? 0)}, listed at ${toClock(listedAt ?? 0)} (${cause})`,
  )
}

/** What one incident says of itself. */
function judgeWithin({ started_at, understudy, status, resolved_at }: SaidIncident, where: string, sheet: Sheet): void {
  const early = understudy.phases.find(({ at }) => at !== null && at < started_at - graceOf('one-figure'))
  sheet.claim(
    'neighbours',
    `${where} phases`,
    early !== undefined,
    () => `${early?.phase} at ${toClock(early?.at ?? 0)}`,
    () => `the incident began at ${toClock(started_at)}`,
  )
  const leads = understudy.phases.find(({ phase }) => phase === 'standby-leads')?.at ?? null
  const differ =
    leads !== null && understudy.leaderless_ms !== null && Math.abs(leads - started_at - understudy.leaderless_ms) > graceOf('one-figure')
  sheet.claim(
    'one-figure',
    `${where} phases and leaderless_ms`,
    differ,
    () => `${understudy.leaderless_ms} ms`,
    () => `its phase says ${(leads ?? 0) - started_at} ms`,
  )
  const isOdd = (resolved_at !== null) !== ['resolved', 'postmortem'].includes(status)
  sheet.claim(
    'neighbours',
    `${where} status`,
    isOdd,
    () => status,
    () => `resolved_at ${resolved_at}`,
  )
}
