import { apiPaths } from '@/lib/base/paths'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OperationRecord, Plan } from '@/lib/model/operation'
import { deriveRefusals } from '@/lib/model/operation'
import { isOperationKind, operationKinds } from '@/lib/model/operation-kinds'
import type { EmergencyStopAnswer, OperationList } from '@/lib/model/operation'
import { UsageError } from '../usage-error'
import { ask, AskError, follow } from './ask'
import { operateHelp, parseOperateOptions, type OperateOptions, type OperateVerb } from './options'
import { toListText, toPlanText, toProgressText, type PrintedProgress } from './words'
import type { Terminal } from '../terminal'

/** sysexits.h EX_UNAVAILABLE. */
const noAnswer = 69
const tries = 3
const againMs = 1_000
/** The code that a shell reports for a program that Ctrl-C ended. */
const interruptedCode = 130
const codes: Record<OperationRecord['state'], number> = { done: 0, running: 1, failed: 1, refused: 2, aborted: 3, interrupted: 3 }
const refusing = new Set([
  'operation-refused',
  'operation-running',
  'leader-changed',
  'confirmation-needed',
  'emergency-stop',
  'not-allowed',
  'sign-in-needed',
  'not-recorded',
])

/** @returns the exit code. @throws UsageError */
export async function runOperateCommand(verb: OperateVerb, args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseOperateOptions(verb, args, terminal.env)
  if (options.help) {
    terminal.stdout.write(operateHelp)
    return 0
  }
  try {
    return await run(options, terminal)
  } catch (error) {
    if (!AskError.is(error)) throw error
    terminal.stderr.write(`${error.message}\n`)
    return error.code === null ? noAnswer : refusing.has(error.code) ? 2 : 1
  }
}

async function run(options: OperateOptions, terminal: Terminal): Promise<number> {
  switch (options.verb) {
    case 'operations': {
      const list = await ask<OperationList>(options, 'GET', apiPaths.operations)
      terminal.stdout.write(options.json ? toJson(list) : toListText(list.operations))
      return 0
    }
    case 'abort': {
      if (options.target === null) throw new UsageError('Name the operation: understudy abort ID. “understudy operations” lists them.')
      await ask(options, 'POST', apiPaths.abortOperation(options.target), {})
      return followToEnd(options, options.target, terminal)
    }
    case 'emergency-stop': {
      const { emergencyStop } = await ask<EmergencyStopAnswer>(options, options.lift ? 'DELETE' : 'POST', apiPaths.emergencyStop, {
        reason: options.reason,
      })
      terminal.stdout.write(
        emergencyStop
          ? `The emergency stop is pulled, by ${emergencyStop.by} since ${emergencyStop.since}. Nothing is done until it is lifted.\n`
          : 'Operations are allowed.\n',
      )
      return 0
    }
    default:
      return operate(options, terminal)
  }
}

async function operate(options: OperateOptions, terminal: Terminal): Promise<number> {
  const cluster = options.cluster ?? (await findOnlyCluster(options))
  const path = apiPaths.ofCluster(cluster, 'operations')
  const kind = options.verb
  if (isMissingTarget(options))
    throw new UsageError(`“${kind}” needs a target: understudy ${kind} TARGET. “understudy ${kind} --help” tells more.`)
  const request = {
    kind,
    target: options.target,
    override: options.override,
    reason: options.reason,
    ...(Object.keys(options.options).length > 0 && { options: options.options }),
  }
  const plan = await ask<Plan>(options, 'POST', path, { ...request, dryRun: true })
  const refusals = deriveRefusals(plan.checks, options.override)
  if (options.dryRun || options.yes === null) {
    terminal.stdout.write(options.json ? toJson(plan) : toPlanText(plan))
    if (!options.dryRun && refusals.length === 0)
      terminal.stderr.write(`Nothing was done. Confirm with --yes ${JSON.stringify(plan.confirm)}.\n`)
    return refusals.length > 0 || !options.dryRun ? 2 : 0
  }
  const { id } = await begin(options, path, { ...request, confirm: options.yes, expectedLeaderSessionId: plan.expectedLeaderSessionId })
  if (!options.json) terminal.stdout.write(`${plan.sentence}\nOperation ${id}\n`)
  return followToEnd(options, id, terminal)
}

/** If it is not known whether the request arrived, it is sent again, under a key by which it is begun once. */
async function begin(options: OperateOptions, path: string, request: object): Promise<{ id: string }> {
  const once = randomUUID()
  for (let left = tries; ; left--) {
    try {
      return await ask<{ id: string }>(options, 'POST', path, request, once)
    } catch (error) {
      if (!AskError.is(error) || error.code !== null || left === 1) throw error
      await sleep(againMs)
    }
  }
}

function isMissingTarget({ verb, target }: OperateOptions): boolean {
  return target === null && isOperationKind(verb) && operationKinds[verb].targets !== null && !operationKinds[verb].isTargetOptional
}

async function findOnlyCluster(options: OperateOptions): Promise<string> {
  const { clusters } = await ask<{ clusters: { id: string }[] }>(options, 'GET', apiPaths.clusters)
  const [only] = clusters
  if (only && clusters.length === 1) return only.id
  throw new UsageError(
    clusters.length === 0
      ? 'The console knows no cluster.'
      : `The console knows several clusters: name one with --cluster (${clusters
          .slice(0, 20)
          .map(({ id }) => id)
          .join(', ')}).`,
  )
}

/** A connection that breaks is opened again as long as the console answers at all. Ctrl-C aborts, a second one leaves. */
async function followToEnd(options: OperateOptions, id: string, terminal: Terminal): Promise<number> {
  const interrupts = hearInterrupts(options, id, terminal)
  try {
    const last = await Promise.race([followRecord(options, id, terminal), interrupts.left])
    if (last === null) return interruptedCode
    if (options.json) terminal.stdout.write(toJson(last))
    return codes[last.state]
  } finally {
    interrupts.stop()
  }
}

async function followRecord(options: OperateOptions, id: string, terminal: Terminal): Promise<OperationRecord> {
  const path = apiPaths.operation(id)
  const printed: PrintedProgress = { states: new Map(), printed: new Map() }
  let last = await ask<OperationRecord>(options, 'GET', path)
  while (last.state === 'running') {
    await follow<OperationRecord>(options, apiPaths.operationEvents(id), (record) => {
      last = record
      if (!options.json) terminal.stdout.write(toProgressText(record, printed))
    }).catch((error: unknown) => {
      if (AskError.is(error)) throw error
    })
    if (last.state === 'running') last = await ask<OperationRecord>(options, 'GET', path)
  }
  if (!options.json) terminal.stdout.write(`${toProgressText(last, printed)}${last.state}: ${last.result ?? ''}\n`)
  return last
}

/** The first Ctrl-C makes the console end the operation; the second one leaves it to the console. */
function hearInterrupts(options: OperateOptions, id: string, terminal: Terminal): { left: Promise<null>; stop: () => void } {
  let leave: (nothing: null) => void = () => undefined
  let isRequested = false
  const left = new Promise<null>((resolve) => (leave = resolve))
  const goesOn = `The operation goes on in the console. To end it: understudy abort ${id}\n`
  const listener = () => {
    if (isRequested) {
      terminal.stderr.write(`\nLeft. ${goesOn}`)
      return leave(null)
    }
    isRequested = true
    terminal.stderr.write('\nEnding the operation; what was done stays done. Ctrl-C once more leaves it to the console.\n')
    ask(options, 'POST', apiPaths.abortOperation(id), {}).catch((error: Error) => {
      terminal.stderr.write(`It could not be ended: ${error.message} ${goesOn}`)
      leave(null)
    })
  }
  terminal.on?.('SIGINT', listener)
  return { left, stop: () => void terminal.off?.('SIGINT', listener) }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
