import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'
import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * A back-up is one JSON file in the data folder, readable without this program: znodes with data and ACLs, files with their bytes, and the
 * SHA-256 of all of it.
 */
const schema = z.object({
  format: z.literal('understudy-dangling-backup-1'),
  clusterId: z.string().max(200),
  znodeRoot: z.string().max(4_096),
  madeAt: z.string().max(40),
  znodes: z
    .array(
      z.object({
        path: z.string().max(4_096).refine(isZnodePath, 'no path of a znode'),
        data: z.base64(),
        version: z.number().int(),
        czxid: z.string().max(40),
        acl: z.array(z.object({ permissions: z.number().int(), scheme: z.string().max(100), id: z.string().max(1_000) })).max(100),
      }),
    )
    .max(200_000),
  files: z.array(z.object({ path: z.string().max(4_096), data: z.base64(), mode: z.number().int() })).max(20_000),
})

export type Backup = z.infer<typeof schema>

/** Below the cluster's root, and nowhere else. */
function isZnodePath(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

export class BackupError extends UnderstudyError<'backup-unusable'> {
  static readonly kind = 'BackupError'

  constructor(message: string, options?: ErrorOptions) {
    super('backup-unusable', message, options)
  }
}

/** `20261124-201500-ab12cd34`; nothing else is ever read as the name of a back-up. */
const backupNamePattern = /^\d{8}-\d{6}-[0-9a-f]{8}$/
const mostBytes = 512 * 1024 * 1024

export function toBackupFolder(dataDir: string): string {
  return join(dataDir, 'backups')
}

/** When it returns, the file is on the disk, whole and under its name; only this user can read it. */
export async function writeBackup(
  dataDir: string,
  backup: Backup,
): Promise<{ name: string; checksum: string; bytes: number; file: string }> {
  const folder = toBackupFolder(dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `${backup.madeAt.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${randomBytes(4).toString('hex')}`
  const checksum = toChecksum(backup)
  const text = `${JSON.stringify({ checksum, backup }, null, 1)}\n`
  const file = join(folder, `${name}.json`)
  const handle = await open(`${file}.part`, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.part`, file)
  return { name, checksum, bytes: Buffer.byteLength(text), file }
}

/** @throws BackupError with a sentence */
export async function readBackup(dataDir: string, name: string): Promise<Backup> {
  if (!backupNamePattern.test(name)) throw new BackupError(`“${name.slice(0, 100)}” is no name of a back-up.`)
  const file = join(toBackupFolder(dataDir), `${name}.json`)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BackupError(`The back-up ${name} cannot be read on this console’s host (${file}).`, { cause })
  })
  if (text.length > mostBytes) throw new BackupError(`The back-up ${name} is too large to be read.`)
  return parseBackup(text, name)
}

export function parseBackup(text: string, name: string): Backup {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (cause) {
    throw new BackupError(`The back-up ${name} is no JSON: it was cut or changed.`, { cause })
  }
  const parsed = z.object({ checksum: z.string(), backup: schema }).safeParse(raw)
  if (!parsed.success)
    throw new BackupError(`The back-up ${name} is not what this program writes: ${parsed.error.issues[0]?.path.join('.') ?? ''}.`)
  if (toChecksum(parsed.data.backup) !== parsed.data.checksum)
    throw new BackupError(`The back-up ${name} was changed after it was written: its checksum does not agree. Nothing was restored.`)
  return parsed.data.backup
}

function toChecksum(backup: Backup): string {
  const { format, clusterId, znodeRoot, madeAt, znodes, files } = backup
  const plain = [
    format,
    clusterId,
    znodeRoot,
    madeAt,
    znodes.map(({ path, data, version, czxid, acl }) => [
      path,
      data,
      version,
      czxid,
      acl.map(({ permissions, scheme, id }) => [permissions, scheme, id]),
    ]),
    files.map(({ path, data, mode }) => [path, data, mode]),
  ]
  return createHash('sha256').update(JSON.stringify(plain)).digest('hex')
}
