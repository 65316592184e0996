import { signalProcess, type ProcessIdentity } from '@/e2e/lab/process/identity'

const guarded = new Set<() => ProcessIdentity[]>()
let isInstalled = false

/**
 * Kills what a lab started when this process exits without close(): a failed assertion, process.exit, an exception. Synchronous, since
 * 'exit' does not wait. Returns the function that lifts the guard.
 */
export function guardExit(getProcesses: () => ProcessIdentity[]): () => void {
  if (!isInstalled) {
    isInstalled = true
    process.on('exit', () => {
      for (const list of guarded) for (const identity of list()) signalProcess(identity, 'SIGKILL')
    })
  }
  guarded.add(getProcesses)
  return () => guarded.delete(getProcesses)
}
