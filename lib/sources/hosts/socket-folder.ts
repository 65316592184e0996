import 'server-only'
import { createHash } from 'node:crypto'
import { lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A socket's path has at most 104 characters (macOS); after the folder come `/`, 40 of %C and 17 of ssh's own. */
const longestFolder = 45

/** Private folder for the sockets of ssh's shared connections. @returns null: there is none, and connections are not shared */
export async function findSocketFolder(dataFolder: string): Promise<string | null> {
  const own = join(dataFolder, 'ssh')
  const short = join(
    tmpdir(),
    `understudy-${createHash('sha256')
      .update(`${process.getuid?.() ?? ''} ${own}`)
      .digest('hex')
      .slice(0, 12)}`,
  )
  const folder = Buffer.byteLength(own) <= longestFolder && !/\s/.test(own) ? own : short
  if (Buffer.byteLength(folder) > longestFolder || /\s/.test(folder)) return null
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined)
  // In a folder that others can write to, another user may have created it first.
  const found = await lstat(folder).catch(() => null)
  return found?.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0 ? folder : null
}
