import type { SaidIncident, SaidIncidents, SaidSummary } from '../said/public'
import type { Truth } from '../truth/truth'
import { graceFor, graceOf } from './graces'
import { anyOf, findOutage, isLeaderlessBeyond, toClock, toLeadershipText, type When } from './leaderless'
import { countServing } from './quorum'
import { isIdle, judgePhases } from './phases'
import type { Sheet } from './sheet'
import { judgeStart } from './takeover'
import { isProvenThroughout } from './verdict'

/** What the states of a public page claim about leadership. */
const stateClaims: Record<string, 'serves' | 'outage' | 'nothing'> = {
  operational: 'serves',
  maintenance: 'serves',
  // It states neither: a leader change below the threshold, or jobs that do not all run.
  degraded: 'nothing',
  unknown: 'nothing',
  outage: 'outage',
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
  if (claim === 'nothing') return sheet.unknown('public-serves')
  if (claim === 'serves') {
    sheet.claim('public-serves', 'state', isLeaderlessBeyond(truth, when, 'public-serves', thresholdMs), words, leads)
    judgeRedundancy(said.components[0]?.understudy?.redundancy ?? '', when, truth, sheet)
  } else sheet.claim('public-outage', 'state', isWellThroughout(truth, when), words, leads)
  const isOpen = said.incidents.some(({ resolved_at }) => resolved_at === null)
  const isMissing = isOpen ? false : isLeaderlessBeyond(truth, when, 'public-incident-open', thresholdMs)
  sheet.claim('public-incident-open', 'incidents', isMissing, () => 'no open incident', leads)
  sheet.claim(
    'peers',
    'public state and incident',
    claim === 'outage' && !isOpen,
    () => `${words()}, and no incident is open`,
    () => 'one of the two is wrong',
  )
}

/** There is a leader and all tasks run: no statement of an outage can be right. */
function isWellThroughout(truth: Truth, when: When): boolean | null {
  const graceMs = graceOf('public-outage')
  const works = truth.work.always(when.asked - graceMs, when.got, (work) => work !== null && !Object.values(work.jobs).some(isIdle))
  return works && isProvenThroughout(truth, when, graceMs)
}

function judgeRedundancy(redundancy: string, { asked, got }: When, truth: Truth, sheet: Sheet): void {
  const isWithout = (ms: number) => truth.line.always(asked - ms, got, (line) => line !== null && line.ready.length === 0)
  const words = () => `ready in line: ${JSON.stringify(truth.line.possible(asked, got)?.at(-1)?.ready)}`
  if (redundancy === 'no-backup') {
    const isThere = truth.line.always(asked - graceOf('public-no-standby'), got, (line) => line !== null && line.ready.length > 0)
    return sheet.claim('public-no-standby', 'state', isThere, () => redundancy, words)
  }
  if (redundancy !== 'full') return
  const serving = countServing(truth, asked - graceOf('public-redundancy'), got)
  const isSpareless = serving && serving.most < truth.members.size
  sheet.claim(
    'public-redundancy',
    'state',
    anyOf([isWithout(graceOf('public-redundancy')), isSpareless]),
    () => redundancy,
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
  // The outage ends with the lead or with the work, as the page counts it.
  const isWorking = truth.work.stretches.find(
    (then) => to !== null && then.from >= to && then.value && !Object.values(then.value.jobs).some(isIdle),
  )
  const isFalse =
    to === null || listedAt === null || !isWorking
      ? null
      : said < to - from - slack || said > Math.max(listedAt, isWorking.from) - from + slack
  sheet.claim(
    'public-incident-length',
    `${where} leaderless_ms`,
    isFalse,
    () => `${said} ms`,
    () => `from ${toClock(from)} to ${toClock(to ?? 0)}, listed at ${toClock(listedAt ?? 0)} (${cause})`,
  )
}

/** Contradictions within one incident. */
function judgeWithin({ started_at, understudy, status, resolved_at }: SaidIncident, where: string, sheet: Sheet): void {
  const early = understudy.phases.find(({ at }) => at !== null && at < started_at - graceOf('one-figure'))
  sheet.claim(
    'peers',
    `${where} phases`,
    early !== undefined,
    () => `${early?.phase} at ${toClock(early?.at ?? 0)}`,
    () => `the incident began at ${toClock(started_at)}`,
  )
  const leads = understudy.phases.find(({ phase }) => phase === 'standby-leads')?.at ?? null
  const ends = understudy.phases.filter(({ phase }) => phase === 'standby-leads' || phase === 'jobs-running').flatMap(({ at }) => at ?? [])
  const length = understudy.leaderless_ms
  const differ = leads !== null && length !== null && !ends.some((at) => Math.abs(at - started_at - length) <= graceOf('one-figure'))
  sheet.claim(
    'one-figure',
    `${where} phases and leaderless_ms`,
    differ,
    () => `${understudy.leaderless_ms} ms`,
    () => `its phase says ${(leads ?? 0) - started_at} ms`,
  )
  const isOdd = (resolved_at !== null) !== ['resolved', 'postmortem'].includes(status)
  sheet.claim(
    'peers',
    `${where} status`,
    isOdd,
    () => status,
    () => `resolved_at ${resolved_at}`,
  )
}
