import 'server-only'
import { z } from 'zod'
import { getJournal } from '@/lib/journal/database'
import { toDefaultDocument } from '@/lib/model/drills/default-document'
import { drillDocument, type DrillDocument } from '@/lib/model/drills/drill-document'
import { predictDrill } from '@/lib/model/drills/predict-drill'
import type { DrillPrediction } from '@/lib/model/drills/prediction'
import { drillScenarios, toDrillKind, type DrillKind, type DrillScenario, type DrillScenarioId } from '@/lib/model/drills/scenarios'
import type { Check } from '@/lib/model/operation'
import { OperationError, type PlanContext, type PlanDraft, type Step, type Verb } from '@/lib/operations/run/verb'
import { findMeasured } from '@/lib/takeover/notes/measures'
import { checkCheckpointFiles, checkClock, checkCoolDown, checkSteadyState, checkUndo, judgeSteadyState, toCheck } from './checks'
import type { DrillRun } from './drill-run'
import { saveDrill } from './drill-store'
import { findLeft } from './find-left'
import { toConfigurationFacts } from './make-report'
import { proveTarget, type ProvenTarget } from './prove-target'
import { createSharedObserver, measureStep } from './steps/measure-step'
import { faultStep, guardStep, steadyStateStep } from './steps/prepare-steps'
import { endGuardStep, reportStep, steadyAgainStep, undoStep } from './steps/undo-steps'

/** Planning, the guard, the undo and the check afterwards, beside the deadline of the document. */
const aroundMs = 420_000

const number = z
  .string()
  .regex(/^\d{1,7}$/)
  .transform(Number)
const drillOptions = z.strictObject({ objectiveMs: number.optional(), deadlineMs: number.optional() })

/** The verb of a scenario: an operation that breaks one thing, measures, undoes it and reports. */
export function toDrillVerb<Id extends DrillScenarioId>(id: Id): Verb<`drill-${Id}` & DrillKind> {
  return {
    kind: toDrillKind(id) as `drill-${Id}` & DrillKind,
    plan: (context) => planDrill(context, id, drillScenarios[id]),
    findLeft,
  }
}

async function planDrill(context: PlanContext, id: DrillScenarioId, scenario: DrillScenario): Promise<PlanDraft> {
  const { snapshot, settings } = context
  if (!settings.drills.allow)
    throw new OperationError('refused', `Drills are forbidden on ${settings.name}: “drills: { allow: false }” in understudy.yaml.`)
  const now = Date.now()
  const prediction = predictDrill({ scenario: id, snapshot, measured: await findMeasured(await getJournal(), settings.id), now })
  const document = readDocument(context, id, prediction)
  const target = await proveTarget({ context, rule: scenario.target, snapshot, signal: context.signal })
  const run = createRun(context, scenario, document, prediction, target)
  return {
    sentence: `${scenario.breaks} ${target.master}, pid ${target.process.identity.pid} on ${target.process.identity.host}. ${prediction.sentence} ${scenario.undoneBy}`,
    target: target.master,
    steps: toSteps(run),
    checks: await check(context, document, target, scenario, now),
    deadlineMs: document.deadlineMs + aroundMs,
    guardsLeader: true,
    verify: async () => toResult(run),
  }
}

/** @throws OperationError refused: an option is none, or out of its bounds */
function readDocument({ request, snapshot }: PlanContext, id: DrillScenarioId, prediction: DrillPrediction): DrillDocument {
  const options = drillOptions.safeParse(request.options ?? {})
  if (!options.success) throw new OperationError('refused', 'options: objectiveMs and deadlineMs are whole numbers of milliseconds.')
  const { objectiveMs = null, deadlineMs } = options.data
  const made = { ...toDefaultDocument(id, snapshot, prediction, objectiveMs), ...(deadlineMs !== undefined && { deadlineMs }) }
  const document = drillDocument.safeParse(made)
  if (document.success) return document.data
  const [issue] = document.error.issues
  throw new OperationError('refused', `The drill cannot be made so: ${issue?.path.join('.')}: ${issue?.message}.`)
}

async function check(
  context: PlanContext,
  document: DrillDocument,
  target: ProvenTarget,
  { undo, expected }: DrillScenario,
  now: number,
): Promise<Check[]> {
  const { snapshot, settings } = context
  return [
    ...checkSteadyState(judgeSteadyState(document, snapshot, now)),
    ...checkCheckpointFiles(snapshot),
    checkCoolDown(snapshot, now),
    ...(await checkUndo(context, target, undo)),
    await checkClock(context, target.process.identity.host),
    toCheck(
      'target',
      'fine',
      `${target.master} is pid ${target.process.identity.pid}: ${target.proof}. It is proven again right before the fault.`,
    ),
    toCheck(
      'drills-allowed',
      'fine',
      `Drills are allowed on ${settings.name}; “drills: { allow: false }” in understudy.yaml forbids them.`,
    ),
    toCheck('expected', 'fine', `Expected: ${expected}`),
  ]
}

function createRun(
  context: PlanContext,
  scenario: DrillScenario,
  document: DrillDocument,
  prediction: DrillPrediction,
  target: ProvenTarget,
): DrillRun {
  const { settings, snapshot, actor, request } = context
  const { host, pid } = target.process.identity
  const run: DrillRun = {
    context,
    scenario,
    record: {
      id: '',
      number: 0,
      clusterId: settings.id,
      clusterName: settings.name,
      startedAt: new Date().toISOString(),
      by: { id: actor.id, name: actor.name, kind: actor.kind },
      reason: request.reason ?? null,
      document,
      prediction,
      target: { master: target.master, host, pid },
      jobs: snapshot.recovery.jobs.map(({ jobId, name }) => ({ jobId, name })),
      leaderBefore: snapshot.leader?.leaderSessionId ?? null,
      configuration: toConfigurationFacts(context),
      clock: null,
      before: [],
      guard: null,
      isFaultDone: false,
      evidence: [],
    },
    target,
    fault: null,
    zookeeperClock: null,
    guardActsAt: null,
    after: [],
    rollback: { isDone: false, text: 'Nothing was undone.' },
    leftBehind: [],
    report: null,
    save: async () => saveDrill(await getJournal(), run.record),
  }
  return run
}

function toSteps(run: DrillRun): Step[] {
  const observer = createSharedObserver(run)
  return [
    steadyStateStep(run),
    guardStep(run),
    faultStep(run),
    measureStep(run, observer),
    undoStep(run, observer),
    endGuardStep(run),
    steadyAgainStep(run, observer),
    reportStep(run),
  ]
}

/** @throws OperationError not-seen: the drill ran to its end and is not passed */
function toResult({ report }: DrillRun): string {
  if (report?.verdict === 'passed') return report.sentence
  throw new OperationError('not-seen', report?.sentence ?? 'The drill has no report.')
}
