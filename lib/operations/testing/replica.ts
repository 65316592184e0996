// One more console in a process of its own, to be killed or to race with: executes commands from standard input, one line of
// JSON each, and answers with a line of JSON.
import { createInterface } from 'node:readline'
import { waitUntil } from '@/e2e/lab/wait/until'
import { toMessage } from '@/lib/base/errors'
import { OperationRefused } from '@/lib/model/operation-refused'
import { verbs } from '../verbs/all'
import { startControl, type Control } from './start-control'
import type { ReplicaCommand } from './start-replica'
import { withGate, type Gate, type Moment } from './with-gate'

const holds = new Map<string, Moment>()
const reached = new Map<string, Deferred>()
interface Deferred {
  promise: Promise<void>
  resolve(): void
  reject(error: Error): void
}
function toDeferred(): Deferred {
  let deferred = {} as Deferred
  const promise = new Promise<void>((resolve, reject) => void (deferred = { resolve, reject } as Deferred))
  promise.catch(() => undefined)
  return { ...deferred, promise }
}
/** Where a console is held for ever, to be killed there. */
const holdForEver: Gate = (clusterId, { step, when }) => {
  const hold = holds.get(clusterId)
  if (hold?.step !== step || hold.when !== when) return
  reached.get(clusterId)?.resolve()
  return new Promise<never>(() => undefined)
}
const write = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`)

async function obey(control: Control, { cluster, ...command }: ReplicaCommand): Promise<unknown> {
  const hand = control.of(cluster)
  switch (command.do) {
    case 'hold':
      reached.set(cluster, toDeferred())
      return void holds.set(cluster, command.hold)
    case 'ready':
      return hand.untilAllIdentified(command.count)
    case 'sees':
      return void (await hand.until(`its leader is ${command.process}`, ({ leader }) => leader?.process === command.process))
    case 'dangles':
      return void (await hand.until('something dangles', ({ recovery }) => recovery.dangling.length > 0))
    case 'forgettable':
      return void (await waitUntil(`${cluster}: the job may be forgotten`, { within: 300_000, every: 1_000 }, async () =>
        (await hand.plan({ kind: 'forget-job', target: command.job })).checks.every(({ level }) => level !== 'refusal'),
      ))
    case 'start': {
      const record = await hand.start(command.request)
      // An operation that ends is not held any more.
      void hand.ended(record).then(({ result }) => reached.get(cluster)?.reject(new Error(`${cluster}: ${result}`)))
      return record
    }
    case 'end':
      return hand.ended(command.record)
    case 'held':
      return reached.get(cluster)?.promise
    case 'autopilot':
      await control.takeovers.refresh()
      return control.takeovers.findAutopilot(cluster)
    case 'operation':
      return hand.snapshot().operation
  }
}

const control = await startControl({
  dataDir: process.env.UNDERSTUDY_DATA_DIR,
  verbs: withGate(verbs, holdForEver),
  ...(process.env.REPLICA_LEASE_MS && { leaseMs: Number(process.env.REPLICA_LEASE_MS) }),
})
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { number, ...command } = JSON.parse(line) as ReplicaCommand & { number: number }
    void obey(control, command).then(
      (result) => write({ number, result: result ?? null }),
      (error: unknown) =>
        write({
          number,
          error: toMessage(error),
          code: OperationRefused.is(error) ? error.code : null,
        }),
    )
  })
  .on('close', () => void control.close().finally(() => process.exit()))
write({ isReady: true })
