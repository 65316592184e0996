import 'server-only'
import { readFile } from 'node:fs/promises'

const freshMs = 60_000
const largestFile = 4 * 1024 * 1024

let cached: { at: number; names: Promise<ReadonlyMap<number, string>> } | null = null

/** uid → name as `/etc/passwd` has it; users of a directory service stay numbers. */
export function readUserNames(): Promise<ReadonlyMap<number, string>> {
  if (cached && Date.now() - cached.at < freshMs) return cached.names
  const names = readFile('/etc/passwd', 'utf8').then(toUserNames, () => new Map<number, string>())
  cached = { at: Date.now(), names }
  return names
}

/** Lines `name:password:uid:…`, passwd(5). */
export function toUserNames(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const line of text.slice(0, largestFile).split('\n')) {
    const [name, , uid] = line.split(':', 3)
    if (name && uid && /^\d{1,10}$/.test(uid) && !names.has(Number(uid))) names.set(Number(uid), name)
  }
  return names
}
