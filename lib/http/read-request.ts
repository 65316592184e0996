import 'server-only'
import { z } from 'zod'
import { exportFormats, type ExportFormat } from './activity/export-lines'
import { HttpError } from './errors'

/** Ids are made by the settings; this is the widest form they can have. */
const clusterId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)

const time = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .pipe(z.number())

const historyRange = z
  .object({ from: time.optional(), to: time.optional() })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { error: '`from` is later than `to`', path: ['from'] })

/** ZooKeeper's own rules (`PathUtils.validatePath`): no empty part, no `.` or `..`, no control characters. */
const znodePath = z
  .string()
  .max(1024)
  .transform((path) => path.replace(/^\//, ''))
  .refine((path) => path === '' || path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'), {
    error: 'has an empty part, "." or ".."',
  })
  .refine((path) => !/[\u0000-\u001f\u007f-\u009f\ud800-\uf8ff\ufff0-\uffff]/u.test(path), {
    error: 'has characters that no znode name can have',
  })

const cursor = z
  .string()
  .regex(/^\d{1,16}-\d{1,16}$/)
  .nullable()

/** Ids of people, keys, sessions, links: made here or by better-auth. */
const rowId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/)

const master = z.string().min(1).max(300)

/** @throws HttpError bad-request */
export function readClusterId(id: string): string {
  return read(clusterId, id, 'id', 'A cluster id has letters, digits, ".", "_" and "-", at most 64.')
}

/** @throws HttpError bad-request */
export function readRowId(id: string): string {
  return read(rowId, id, 'id', 'An id has letters, digits and "-", at most 64. Take it from the list.')
}

/**
 * Reads `?from=&to=`, ISO 8601 with an offset or Z, both optional.
 * @returns epoch ms, open ends as infinities
 * @throws HttpError bad-request
 */
export function readRange(request: Request): { from: number; to: number } {
  const { searchParams } = new URL(request.url)
  const asked = { from: searchParams.get('from') ?? undefined, to: searchParams.get('to') ?? undefined }
  const { from = -Infinity, to = Infinity } = read(
    historyRange,
    asked,
    'from, to',
    'Give times like 2026-03-14T13:58:15Z, `from` not later than `to`.',
  )
  return { from, to }
}

/** `?at=`, ISO 8601. @returns epoch ms @throws HttpError bad-request */
export function readMoment(request: Request): number {
  return read(time, new URL(request.url).searchParams.get('at') ?? undefined, 'at', 'Give a time like 2026-03-14T13:58:15Z.')
}

/** Reads `?before=`, the `next` of an earlier answer. @throws HttpError bad-request */
export function readCursorOf(request: Request): string | null {
  return read(cursor, new URL(request.url).searchParams.get('before'), 'before', 'Give what `next` of the answer before said.')
}

/** `?limit=`. @throws HttpError bad-request */
export function readLimit(request: Request, most: number): number {
  const limit = z.coerce.number().int().min(1).max(most).default(Math.min(most, 200))
  return read(limit, new URL(request.url).searchParams.get('limit') ?? undefined, 'limit', `Give a number from 1 to ${most}.`)
}

/** `?format=`. @throws HttpError bad-request */
export function readExportFormat(request: Request): ExportFormat {
  return read(
    z.enum(exportFormats),
    new URL(request.url).searchParams.get('format') ?? 'jsonl',
    'format',
    `Give one of ${exportFormats.join(', ')}.`,
  )
}

/** Reads `?path=`, relative to the cluster's root; a leading slash is allowed. @throws HttpError bad-request */
export function readZnodePath(request: Request): string {
  const path = new URL(request.url).searchParams.get('path') ?? ''
  return read(znodePath, path, 'path', 'Give a path relative to the cluster\'s root, e.g. "leader/latch", at most 1024 characters.')
}

/** `?master=`, as in the masters file. @throws HttpError bad-request */
export function readMaster(request: Request): string {
  return read(master, new URL(request.url).searchParams.get('master'), 'master', 'Give the master as in the masters file: ?master=jm1:8081')
}

function read<T>(schema: z.ZodType<T>, input: unknown, field: string, advice: string): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const problem = parsed.error.issues[0]?.message ?? 'not understood'
  throw new HttpError('bad-request', `${field}: ${problem}. ${advice}`, { field })
}
