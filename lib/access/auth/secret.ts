import 'server-only'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Journal } from '@/lib/journal/dialect'
import { getLog } from '@/lib/base/log'

export const secretFile = 'session-secret'
const shortest = 32
/** The row by which consoles of one database check that they sign alike; a hash of 32 random bytes, so nothing to guess. */
const fingerprintName = 'made-session-secret'

/**
 * The key that signs session cookies: UNDERSTUDY_SECRET, or one made at the first start in a file of the data folder, so that a restart
 * signs nobody out. Never in the database: a copy of it must not be worth a sign-in.
 */
export async function loadSecret(journal: Journal, { given, dataDir }: { given: string | null; dataDir: string }): Promise<string> {
  if (given !== null) return given
  const secret = await readOrMake(join(dataDir, secretFile), dataDir)
  if (journal.dialect === 'postgres') await compare(journal, secret)
  return secret
}

async function readOrMake(file: string, folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const held = await read(file)
    return held ?? (await make(file))
  } catch (error) {
    getLog().warn(
      { err: error },
      `${file} cannot be read or written, so sessions end when the console does. Set UNDERSTUDY_SECRET, or let the user that runs Understudy write there.`,
    )
    return randomBytes(32).toString('base64url')
  }
}

async function read(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? null : Promise.reject(error),
  )
  if (text === null) return null
  if (text.trim().length < shortest)
    throw new Error(`It has fewer than ${shortest} characters. Remove it, and the next start makes another one.`)
  await chmod(file, 0o600)
  return text.trim()
}

/** Written whole or not at all: of two that start at once, both get what the first one wrote. */
async function make(file: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 })
    await link(draft, file).catch((error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? undefined : Promise.reject(error)))
  } finally {
    await rm(draft, { force: true })
  }
  return (await readFile(file, 'utf8')).trim()
}

async function compare({ db }: Journal, secret: string): Promise<void> {
  const value = createHash('sha256').update(secret).digest('base64url')
  const before = await db.selectFrom('secrets').select('value').where('name', '=', fingerprintName).executeTakeFirst()
  await db
    .insertInto('secrets')
    .values({ name: fingerprintName, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
  if (before === undefined || before.value === value) return
  getLog().warn(
    'Another console of this database, or this one before its data folder was lost, signs sessions with another secret: who signs in at one is unknown at the other. Set the same UNDERSTUDY_SECRET on all of them.',
  )
}
