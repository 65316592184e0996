// Run as a process of its own, to be killed: takes the control of a cluster, begins one operation, and tells each step.
import { startControl } from './start-control'

const [confDir = '', flinkHome = '', dataDir = '', kind = 'hand-over'] = process.argv.slice(2)
const control = await startControl({ confDir, flinkHome, dataDir })
await control.until('a fenced takeover could be done', ({ takeover }) => /measured|median/.test(takeover.fencedDetail), 60_000)
const record = await control.start({ kind: kind as 'hand-over' })
let told = ''
control.operations.follow(record.id, (now) => {
  const step = now.steps.find(({ state }) => state === 'running')?.id ?? now.state
  if (step !== told) process.stdout.write(`${step}\n`)
  told = step
})
