import 'server-only'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { OperationError } from '../run/verb'

/** jobmanager.sh would start another kind of JobManager than the one that was stopped. @throws OperationError refused */
export function refuseOtherMode({ java }: FoundProcess, master: string): void {
  if (java.mode === 'session' || java.mode === null) return
  throw new OperationError(
    'refused',
    `${master} runs one application (${java.mainClass.split('.').at(-1)}): only what started it can start it again. Stop it here, and start it as you did before.`,
  )
}
