import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where downloads live, shared by the demo, the tests and the bench: `${XDG_CACHE_HOME:-~/.cache}/understudy`. */
export function getCacheFolder(...path: string[]): string {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  return join(base, 'understudy', ...path)
}
