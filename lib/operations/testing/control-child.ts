// Run as a process of its own, to be killed: takes the control of a cluster, begins one operation, and tells each step.
import type { OperationRecord } from '@/lib/model/operation'
import { startControl } from './start-control'

const [confDir = '', flinkHome = '', dataDir = '', kind = 'hand-over'] = process.argv.slice(2)
const control = await startControl({ confDir, flinkHome, dataDir })
await control.until('a fenced takeover could be done', ({ takeover }) => /measured|median/.test(takeover.fencedDetail), 60_000)

let told = ''
function tell(now: OperationRecord): void {
  const step = now.steps.find(({ state }) => state === 'running')?.id ?? now.state
  if (step !== told) process.stdout.write(`${step}\n`)
  told = step
  if (now.state !== 'running') process.exit()
}
const record = await control.start({ kind: kind as 'hand-over' })
// What it began with may have been told before anybody listened.
tell(record)
control.operations.follow(record.id, tell)
