import type { Hearing } from '../said/hearing'
import { at, jobs, masters, members, reigns, storageFolder, toWorld, worldEnds } from './world'

/** A console that knows everything at once and reports nothing else: what the judge must let pass. */
export function listenToTruth(everySeconds = 0.5): Hearing[] {
  const hearings: Hearing[] = []
  // The graces look back fifteen seconds, and a judgement waits for four more.
  for (let second = 16; second < worldEnds - 5; second += everySeconds) {
    const when = { asked: at(second), got: at(second) + 20 }
    hearings.push(
      { kind: 'snapshot', ...when, body: saySnapshot(second) },
      { kind: 'history', ...when, body: sayHistory(second) },
      { kind: 'incidents', ...when, body: { incidents: sayIncidents(second) } },
      { kind: 'summary', ...when, body: saySummary(second) },
      {
        kind: 'page',
        ...when,
        body: sayIncidents(second)
          .map(({ id }) => `<article id="incident-${id}">`)
          .join(''),
      },
    )
  }
  return hearings
}

const iso = (second: number | null) => (second === null ? null : new Date(at(second)).toISOString())
const known = (second: number) => ({ known: true, source: 'zookeeper', at: iso(second) })

interface SaidOutage {
  from: number
  to: number
  phases: Record<string, number | null>
}

const outages: SaidOutage[] = [
  {
    ...{ from: 60, to: 66.5 },
    phases: {
      'process-gone': 60,
      'session-ended': 66,
      'standby-leads': 66.5,
      'rest-answers': 68,
      'task-managers': 76,
      'jobs-running': 78,
      'first-checkpoint': 80.1,
    },
  },
  {
    ...{ from: 110, to: 117 },
    phases: {
      'process-gone': null,
      'session-ended': 116,
      'standby-leads': 117,
      'rest-answers': 118,
      'task-managers': 118,
      'jobs-running': 120,
      'first-checkpoint': 122,
    },
  },
  {
    ...{ from: 150.2, to: 168 },
    phases: {
      'process-gone': null,
      'session-ended': null,
      'standby-leads': 168,
      'rest-answers': 169,
      'task-managers': 169,
      'jobs-running': 171,
      'first-checkpoint': 172,
    },
  },
]

function findOutage(second: number): SaidOutage | undefined {
  return outages.findLast(({ from }) => from <= second)
}

function sayPhases(second: number): { phase: string; at: string | null }[] {
  const { phases = {} } = findOutage(second) ?? {}
  return Object.entries(phases).map(([phase, reached]) => ({ phase, at: reached === null || reached > second ? null : iso(reached) }))
}

function isLeaderless(second: number): boolean {
  return outages.some(({ from, to }) => second >= from && second < to)
}

function sayLevel(second: number): string {
  if (isLeaderless(second)) return 'no-leader'
  if (second >= 240) return 'unprotected'
  return toWorld(second).modes.includes(null) || second >= 215 ? 'at-risk' : 'protected'
}

function saySnapshot(second: number) {
  const world = toWorld(second)
  const reign = reigns.findLast(({ from }) => from <= second)!
  const isLost = isLeaderless(second)
  const isLive = world.election !== null
  const level = sayLevel(second)
  const jobManagers = masters.map((master) => sayJobManager(master, second))
  const standby = isLive
    ? (world.election?.line.flatMap((session) => jobManagers.find((jm) => jm.zkSessionId === session && jm.role === 'standby') ?? [])[0]
        ?.master ?? null)
    : null
  const sight = world.masters.get(reign.master)
  const listed = world.election?.leader ?? (isLive ? null : { leaderSessionId: reign.id, session: sight?.log.session ?? '' })
  const serving = world.modes.filter((mode) => mode !== null).length
  return {
    ...{ revision: Math.round(second * 10), asOf: iso(second), sources: { zookeeper: { state: isLive ? 'live' : 'lost' } } },
    verdict: {
      level,
      sentence: isLost ? 'No leader.' : `If ${reign.master} failed now, ${standby ?? 'a standby'} would take over in 4–8 s.`,
      detail: null,
      reasons: [],
    },
    leader: listed && {
      ...{ master: reign.master, leaderSessionId: listed.leaderSessionId, zkSessionId: listed.session, provenance: known(second) },
      process: sight?.life === 'stopped' ? 'frozen' : (sight?.life ?? 'gone'),
    },
    takeover: { standby, since: isLost ? iso(findOutage(second)!.from) : null, phases: sayPhases(second) },
    jobManagers,
    quorum: {
      ...{ serving: serving >= 2, spare: Math.max(0, serving - 2) },
      members: members.map((address, index) => ({ address, mode: world.modes[index] ?? 'down' })),
    },
    recovery: { jobs: jobs.map((job) => sayJob(job, second)), provenance: known(second) },
    ...sayWork(second),
    verdicts: [{ value: level, from: iso(second), to: null }],
    lanes: sayLanes(second),
    events: outages
      .filter(({ to }) => to <= second)
      .map(({ from, to }, id) => ({
        ...{ id: String(id), at: iso(to), kind: 'leader' },
        text: `it took the lead after ${to - from >= 10 ? Math.floor(to - from) : Math.round((to - from) * 10) / 10} s without a leader`,
      })),
  }
}

function sayWork(second: number) {
  const { work } = toWorld(second)
  if (!work) {
    const taskManagers = { total: null, slotsTotal: null, slotsFree: null, provenance: { known: false, source: 'jobManagers' } }
    return { taskManagers, present: { level: 'unknown' } }
  }
  const { taskManagers: total, slotsTotal, slotsFree } = work
  return {
    taskManagers: { total, slotsTotal, slotsFree, provenance: known(second) },
    present: { level: work.jobs[jobs[0]]?.state === 'RUNNING' ? 'running' : 'jobs-down' },
  }
}

function sayJobManager(master: string, second: number) {
  const { masters: sights, election } = toWorld(second)
  const { life, pid, log } = sights.get(master as (typeof masters)[number])!
  const leads = !isLeaderless(second) && reigns.findLast(({ from }) => from <= second)?.master === master
  const place = election?.line.indexOf(log.session ?? '') ?? -1
  const role = leads
    ? 'leader'
    : life === 'gone'
      ? 'down'
      : life === 'stopped'
        ? 'unreachable'
        : !election
          ? 'unknown'
          : place >= 0
            ? 'standby'
            : 'joining'
  return {
    ...{ master, role, inLine: place >= 0 ? place : null, zkSessionId: log.session, process: pid === null ? null : { pid } },
    processState: life === 'stopped' ? 'frozen' : life,
  }
}

function sayJob(jobId: string, second: number) {
  const { work, checkpoints, files } = toWorld(second)
  const newest = checkpoints?.[jobId]?.at(-1)
  const file = `default/completedCheckpoint-${jobId}-${newest}`
  const pointer = { path: `file://${storageFolder}/${file}`, target: files.includes(file) ? 'present' : 'missing' }
  return {
    ...{ jobId, state: work ? (work.jobs[jobId]?.state.toLowerCase() ?? null) : 'waiting', verdict: 'recoverable' },
    tasks: null,
    checkpoints: newest ? [{ checkpointId: newest, pointer }] : [],
  }
}

/** A lane calls a frozen JobManager so. */
function sayLaneRole(master: string, second: number) {
  const { role, processState } = sayJobManager(master, second)
  return role === 'unreachable' && processState === 'frozen' ? 'frozen' : role
}

/** The lead of each JobManager, cut at its last sign of life; between, whatever it was. */
function sayLanes(second: number) {
  return masters.map((master) => {
    const led = reigns.filter((reign) => reign.master === master && reign.from <= second)
    const spans = led.flatMap(({ from, to }) => [
      { role: 'leader', from: iso(from), to: to > second ? null : iso(to) },
      ...(to > second ? [] : [{ role: sayLaneRole(master, second), from: iso(to), to: null as string | null }]),
    ])
    return {
      master,
      spans: spans.map((span, index) => (span.to === null && index < spans.length - 1 ? { ...span, to: spans[index + 1]!.from } : span)),
    }
  })
}

function sayHistory(second: number) {
  const level = sayLevel(second)
  return { to: iso(second), lanes: sayLanes(second), verdicts: [{ value: level, from: iso(second), to: null }] }
}

function sayIncidents(second: number) {
  return outages
    .filter(({ from }) => from <= second)
    .map(({ from, to, phases }, index) => {
      const isOver = second >= (phases['first-checkpoint'] ?? 0)
      return {
        ...{ id: `i${index}`, status: isOver ? 'resolved' : 'investigating', impact: 'major', started_at: iso(from), incident_updates: [] },
        resolved_at: isOver ? iso(phases['first-checkpoint'] ?? null) : null,
        understudy: {
          leaderless_ms: second >= to ? Math.round((to - from) * 1_000) : null,
          phases: Object.entries(phases).map(([phase, reached]) => ({
            phase,
            at: reached === null || reached > second ? null : iso(reached),
          })),
        },
      }
    })
}

function saySummary(second: number) {
  const level = sayLevel(second)
  const state = level === 'no-leader' ? 'outage' : 'operational'
  const words: Record<string, string> = { protected: 'full', 'at-risk': 'no-redundancy', unprotected: 'no-backup' }
  const redundancy = words[level] ?? 'unknown'
  const leaderless = outages.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(second, to) - from), 0)
  return {
    understudy: { state, sentence: 'A sentence.', is_stale: false },
    components: [
      {
        ...{ id: 'c', name: 'Stream', status: 'operational' },
        understudy: {
          state,
          redundancy,
          standbys: 2,
          quorum_spare: 1,
          leaderless_ms: Math.round(leaderless * 1_000),
          observed_at: iso(second),
        },
      },
    ],
    incidents: sayIncidents(second).filter(({ resolved_at }) => resolved_at === null),
  }
}
