import 'server-only'
import type { UnderstudyConsole } from './console'

/** Reads the settings and starts one observer a cluster. */
export async function startConsole(): Promise<UnderstudyConsole> {
  throw new Error('The observer is being written.')
}
