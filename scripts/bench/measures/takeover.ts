import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchSignedIn } from '@/e2e/fixtures/sign-in'
import { startLab, waitUntil, type Lab } from '@/e2e/lab'
import type { BenchContext } from '../context'
import type { Figure } from '../report/figure'
import { quantile } from '../report/quantile'
import { createConsoleApi, type ConsoleApi } from '../takeover/console-api'
import { findPause, readRunningTimes } from '../takeover/job-log'

const alone = 2
const repetitions = 6
const goalMs = 3_000
const handOverGoalMs = 2_000
/** At least so many times faster than Flink alone. */
const goalTimes = 15

/** The durations of one kill, or one hand-over. */
interface Taken {
  /** From the signal to the last task RUNNING. */
  runningMs: number
  /** From the last number processed before to the last task RUNNING. */
  interruptionMs: number
}

/** SIGKILL → all jobs RUNNING at Flink's own defaults: alone, fenced through the API, by the autopilot; and a planned hand over. */
export async function measureTakeover(context: BenchContext): Promise<Figure[]> {
  const { steps } = context
  steps.step('takeover: a real Flink cluster at its own session timeout (40 s)')
  const progress = join(context.folder, 'numbers-processed')
  const lab = await startLab({ flink: '2.3.0', masters: 2, jobs: 1, sessionTimeoutMs: null, job: { progress, rate: 100 }, say: steps })
  try {
    const running = await context.startConsole({ confDir: lab.confDir, flinkHome: lab.flinkHome })
    try {
      const api = createConsoleApi(running.url, await findClusterId(running.url))
      const bench = { lab, api, progress }
      const byKind = {
        alone: await repeat(alone, 'Flink alone', steps, () => killOnce(bench, async () => undefined)),
        byHand: await repeat(repetitions, 'fenced through the API', steps, () => killOnce(bench, () => fence(api))),
        autopilot: await repeat(repetitions, 'autopilot', steps, () => flyOnce(bench)),
        handOver: await repeat(repetitions, 'hand over', steps, () => handOverOnce(bench)),
      }
      return toFigures(byKind)
    } finally {
      await running.close()
    }
  } finally {
    await lab.close()
  }
}

interface Bench {
  lab: Lab
  api: ConsoleApi
  progress: string
}

async function repeat(count: number, name: string, steps: BenchContext['steps'], once: () => Promise<Taken>): Promise<Taken[]> {
  const all: Taken[] = []
  for (let i = 0; i < count; i++) {
    steps.step(`takeover: ${name}, ${i + 1} of ${count}`)
    all.push(await once())
  }
  return all
}

/** A leader, an identified standby, the job RUNNING with a checkpoint of this leader: as in a quiet cluster. */
function untilQuiet({ api }: Bench) {
  return api.until(
    'the cluster is quiet',
    ({ leader, takeover, operation, recovery, jobManagers }) =>
      operation === null &&
      leader?.process === 'running' &&
      jobManagers.some(({ role }) => role === 'standby') &&
      /median|measured/.test(takeover.fencedDetail) &&
      recovery.jobs.every(
        ({ state, checkpoints }) =>
          state === 'running' && Date.parse(checkpoints.at(-1)?.completedAt ?? '') > Date.parse(leader.since) + 2_000,
      ) &&
      leader,
    180_000,
    500,
  )
}

async function killOnce(bench: Bench, help: (leader: { master: string; leaderSessionId: string }) => Promise<unknown>): Promise<Taken> {
  const { master, leaderSessionId } = await untilQuiet(bench)
  const dead = bench.lab.masters.find((one) => one.master === master)
  if (!dead) throw new Error(`No master of the lab is ${master}`)
  const killedAt = Date.now()
  await Promise.all([help({ master: dead.master, leaderSessionId }), dead.kill()])
  const taken = await measureFrom(bench, killedAt)
  await dead.start()
  return taken
}

/** As soon as the console shows the death: a person's reaction time comes on top. */
async function fence(api: ConsoleApi): Promise<void> {
  const { leader, cluster } = await api.until(
    'the console shows that the process is gone',
    (snapshot) => snapshot.leader?.process === 'gone' && snapshot,
    20_000,
    20,
  )
  await api.operate({ kind: 'fenced-takeover', expectedLeaderSessionId: leader!.leaderSessionId, confirm: cluster.name })
}

async function flyOnce(bench: Bench): Promise<Taken> {
  const { api } = bench
  await untilQuiet(bench)
  await api.autopilot(true, (await api.snapshot()).cluster.name)
  await waitUntil('the autopilot is ready', { within: 60_000, every: 250 }, () => api.isAutopilotReady())
  const taken = await killOnce(bench, async () => undefined)
  await untilQuiet(bench)
  await api.acknowledge()
  await api.autopilot(false, (await api.snapshot()).cluster.name)
  return taken
}

async function handOverOnce(bench: Bench): Promise<Taken> {
  const { api } = bench
  const { leaderSessionId } = await untilQuiet(bench)
  const startedAt = Date.now()
  const id = await api.operate({
    kind: 'hand-over',
    expectedLeaderSessionId: leaderSessionId,
    confirm: (await api.snapshot()).cluster.name,
  })
  const taken = await measureFrom(bench, startedAt)
  const record = await api.ended(id)
  if (record.state !== 'done') throw new Error(`The hand over ended as ${record.state}: ${record.result ?? ''}`)
  return taken
}

/** Two tasks: the source with what is chained to it, and the counter. */
const tasks = 2

async function measureFrom({ lab, progress }: Bench, since: number): Promise<Taken> {
  const runningAt = await waitUntil(
    'all tasks are RUNNING',
    { within: 120_000, every: 100 },
    () => readRunningTimes(lab.flinkHome, since)[tasks - 1],
  )
  // The first numbers after it close the pause.
  const pausedAt = await waitUntil('numbers are processed again', { within: 30_000, every: 100 }, () => {
    const times = readFileSync(progress, 'utf8').trim().split('\n').map(Number)
    return (times.at(-1) ?? 0) > runningAt + 300 ? findPause(times, since) : null
  })
  return { runningMs: runningAt - since, interruptionMs: runningAt - pausedAt }
}

async function findClusterId(url: string): Promise<string> {
  const { clusters } = (await (await fetchSignedIn(`${url}/api/v1/clusters`)).json()) as { clusters: { id: string }[] }
  return clusters[0]?.id ?? ''
}

function toFigures({
  alone: byItself,
  byHand,
  autopilot,
  handOver,
}: Record<'alone' | 'byHand' | 'autopilot' | 'handOver', Taken[]>): Figure[] {
  const slow =
    quantile(
      byItself.map(({ runningMs }) => runningMs),
      0.5,
    ) ?? NaN
  const figures: Figure[] = [toFigure('SIGKILL → all jobs RUNNING, Flink alone, p50', byItself, 'runningMs', 0.5, null)]
  for (const [name, all] of [
    ['fenced through the API', byHand],
    ['autopilot', autopilot],
  ] as const) {
    const p95 =
      quantile(
        all.map(({ runningMs }) => runningMs),
        0.95,
      ) ?? NaN
    figures.push(
      toFigure(`SIGKILL → all jobs RUNNING, ${name}, p50`, all, 'runningMs', 0.5, null),
      toFigure(`SIGKILL → all jobs RUNNING, ${name}, p95`, all, 'runningMs', 0.95, goalMs),
    )
    figures.push({
      name: `  of what Flink alone takes (1/${goalTimes} or less)`,
      value: (p95 / slow) * 100,
      unit: '%',
      goal: Math.round(10_000 / goalTimes) / 100,
      note: `${(slow / p95).toFixed(1)} times faster`,
    })
  }
  figures.push(toFigure('hand over: last number before → all tasks RUNNING, p50', handOver, 'interruptionMs', 0.5, null))
  figures.push(toFigure('hand over: last number before → all tasks RUNNING, p95', handOver, 'interruptionMs', 0.95, handOverGoalMs))
  return figures
}

function toFigure(name: string, all: Taken[], what: keyof Taken, q: number, goal: number | null): Figure {
  const seconds = all.map((taken) => (taken[what] / 1000).toFixed(2)).join(', ')
  return {
    name,
    value: quantile(
      all.map((taken) => taken[what]),
      q,
    ),
    unit: 'ms',
    goal,
    note: goal === null && q !== 0.5 ? undefined : `${seconds} s`,
  }
}
