import 'server-only'
import { z } from 'zod'
import { verifyAudit } from '@/lib/journal/audit/verify'
import { getJournal } from '@/lib/journal/database'
import { JournalError } from '@/lib/journal/errors'
import type { AuditLine, AuditProof } from '@/lib/model/audit-proof'
import { HttpError } from '../errors'

const known = z.object({ line: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER), hash: z.string().regex(/^[0-9a-f]{64}$/) })

let running: { key: string; proof: Promise<AuditProof> } | null = null

/** `?line=&hash=`, both or neither. @throws HttpError bad-request */
export function readKnownLine(request: Request): AuditLine | null {
  const { searchParams } = new URL(request.url)
  if (!searchParams.has('line') && !searchParams.has('hash')) return null
  const parsed = known.safeParse({ line: searchParams.get('line'), hash: searchParams.get('hash') })
  if (parsed.success) return parsed.data
  throw new HttpError(
    'bad-request',
    'line, hash: give both as an earlier answer told them, e.g. ?line=120&hash=… with 64 digits of 0-9 and a-f.',
    { field: 'line' },
  )
}

/** The audit may be long: requests that arrive while it is read share one answer. @throws HttpError journal-unusable */
export function proveAudit(line: AuditLine | null): Promise<AuditProof> {
  const key = JSON.stringify(line)
  if (running?.key === key) return running.proof
  const proof = read(line).finally(() => running?.proof === proof && (running = null))
  running = { key, proof }
  return proof
}

async function read(line: AuditLine | null): Promise<AuditProof> {
  try {
    return await verifyAudit(await getJournal(), line)
  } catch (cause) {
    throw new HttpError(
      'journal-unusable',
      `The audit cannot be read. ${JournalError.is(cause) ? cause.message : 'The server’s log says why.'}`,
      undefined,
      { cause },
    )
  }
}
