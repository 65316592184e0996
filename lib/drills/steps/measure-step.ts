import 'server-only'
import { toList } from '@/lib/base/counts'
import { toPreciseDurationText } from '@/lib/base/durations'
import { judgeProbe } from '@/lib/model/drills/probes'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { HostError } from '@/lib/sources/hosts/runner'
import { OperationError, type Step, type StepContext } from '@/lib/operations/run/verb'
import { toMeasures } from '../drill-store'
import { addEvidence, type DrillRun } from '../drill-run'
import { askGuard, toGuardReport } from '../guard/guard'
import { createObserver, type DrillObserver } from '../observe'

const sampleMs = 500
const guardAskMs = 3_000
const saveMs = 2_000
/** After the jobs run: a checkpoint takes its interval, and a while. */
const checkpointRoomMs = 30_000

/** Observes until the failover is over or the deadline comes; samples the stop conditions twice a second. */
export function measureStep(run: DrillRun, observer: () => DrillObserver): Step {
  const { document } = run.record
  return {
    id: 'measure',
    title: run.scenario.target === 'leader' ? 'Measure the failover' : 'Measure whether a job notices',
    host: null,
    commands: [],
    run: (step) => measure(run, observer(), step, document.deadlineMs),
  }
}

async function measure(run: DrillRun, observer: DrillObserver, step: StepContext, withinMs: number): Promise<string> {
  const watch = watchMeanwhile(run, step)
  try {
    const look = (snapshot: ClusterSnapshot) => {
      observer.see(snapshot, Date.now())
      return findMissing(run)
    }
    await Promise.race([step.waitUntil(look, { withinMs }).catch(rethrowUnlessLate), watch.stopped])
    if (findMissing(run) === null) await Promise.race([waitForCheckpoint(run, observer, step), watch.stopped])
  } finally {
    watch.end()
    await run.save()
  }
  const { recovery } = toMeasures(run.record)
  const late = findMissing(run)
  if (late !== null) return `Not seen within ${toPreciseDurationText(withinMs)}: ${late}.`
  return recovery === null || recovery.ms === 0
    ? 'No job was interrupted.'
    : `All jobs ran again ${toPreciseDurationText(recovery.ms)} after the fault.`
}

function findMissing({ record: { evidence }, scenario }: DrillRun): string | null {
  const has = (what: string) => evidence.some((one) => one.what === what)
  if (scenario.target === 'leader') return has('jobs-running') ? null : 'not all jobs run under a new leader'
  return has('session-ended') ? null : 'its place in the election has not ended'
}

function rethrowUnlessLate(error: unknown): void {
  if (!(OperationError.is(error) && error.code === 'not-seen')) throw error
}

/** The first checkpoint of the new term is reported, not required. */
async function waitForCheckpoint(run: DrillRun, observer: DrillObserver, step: StepContext): Promise<void> {
  const { jobs, evidence } = run.record
  const longest = Math.max(0, ...step.snapshot().recovery.jobs.map(({ checkpointIntervalMs }) => checkpointIntervalMs ?? 0))
  if (run.scenario.target !== 'leader' || jobs.length === 0 || longest === 0) return
  await step
    .waitUntil(
      (snapshot) => {
        observer.see(snapshot, Date.now())
        return evidence.some(({ what, subject }) => what === 'first-checkpoint' && subject === null) ? null : 'no checkpoint yet'
      },
      { withinMs: longest + checkpointRoomMs },
    )
    .catch(rethrowUnlessLate)
}

/** Stop conditions, the guard’s life and the journal, for as long as the fault lasts. `stopped` rejects, or never settles. */
function watchMeanwhile(run: DrillRun, step: StepContext): { stopped: Promise<never>; end(): void } {
  let stop: (error: unknown) => void = () => undefined
  const stopped = new Promise<never>((_, reject) => (stop = reject))
  stopped.catch(() => undefined)
  const sample = setInterval(() => {
    const broken = findBroken(run, step.snapshot())
    if (broken === null) return
    addEvidence(run, { what: 'stop-condition', at: Date.now(), clock: 'console', uncertaintyMs: sampleMs, source: broken, subject: null })
    stop(new OperationError('aborted', `A stop condition broke: ${broken} What it broke is undone now.`))
  }, sampleMs)
  const guard = setInterval(
    () => void hearGuard(run, step).then((why) => why !== null && stop(new OperationError('aborted', why))),
    guardAskMs,
  )
  const saving = setInterval(() => void run.save().catch(() => undefined), saveMs)
  return { stopped, end: () => [sample, guard, saving].forEach((timer) => clearInterval(timer)) }
}

function findBroken({ record: { document, evidence } }: DrillRun, snapshot: ClusterSnapshot): string | null {
  const results = document.stopConditions.map((probe) => judgeProbe(probe, { snapshot, evidence, now: Date.now() }))
  const broken = results.filter(({ state }) => state === 'broken').map(({ text }) => text)
  return broken.length === 0 ? null : toList(broken)
}

/** A host that does not answer proves nothing of its guard; one that says it is gone ends the drill while this console can undo. */
async function hearGuard(run: DrillRun, { signal }: StepContext): Promise<string | null> {
  const { host } = run.target.process.identity
  try {
    const word = await askGuard(run.context.hosts.runner, host, run.record.id, signal)
    run.record.guard = toGuardReport(host, word, run.guardActsAt)
    return run.record.guard.state === 'waiting' ? null : `${run.record.guard.text} What it broke is undone now.`
  } catch (error) {
    if (!HostError.is(error)) throw error
    if (!signal.aborted && run.record.guard)
      run.record.guard = { ...run.record.guard, state: 'not-heard', text: `The guard on ${host} is not heard: ${error.message}` }
    return null
  }
}

/** For the steps of a run: one observer, from the moment of the fault on. */
export function createSharedObserver(run: DrillRun): () => DrillObserver {
  let shared: DrillObserver | null = null
  return () => (shared ??= createObserver(run, run.context.snapshot))
}
