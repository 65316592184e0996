import 'server-only'
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { OperationRefused } from '@/lib/model/operation-refused'
import type { Actor } from '@/lib/model/actor'
import type { OperationRecord, OperationRequest } from '@/lib/model/operation'
import type { OperationStore } from './store'
import type { RequestKey } from './command'

const tries = 10
const everyMs = 50
const form = /^[\x21-\x7e]{1,200}$/

/** `Idempotency-Key`; null: none was sent. @throws OperationRefused bad-request */
export function readRequestKey(headers: Headers, actor: Actor, clusterId: string, request: OperationRequest): RequestKey | null {
  const given = headers.get('idempotency-key')
  if (given === null) return null
  if (!form.test(given))
    throw new OperationRefused(
      'bad-request',
      'Idempotency-Key: 1 to 200 visible characters without blanks, e.g. a UUID, a new one for each thing to do.',
      { field: 'Idempotency-Key' },
    )
  return { key: hash([actor.kind, actor.id, given]), content: hash([clusterId, toContent(request)]) }
}

/** The operation that was begun under the key, if it was for the same request. @throws OperationRefused key-used */
export async function findBegun(store: OperationStore, once: RequestKey | null | undefined): Promise<OperationRecord | null> {
  const before = once ? await store.findBegun(once) : null
  if (!once || !before) return null
  if (before.content === once.content) return before.record
  throw new OperationRefused(
    'key-used',
    'This Idempotency-Key was used for another request, so nothing was done. Take a new key for each thing to do.',
    { operation: before.record.id },
  )
}

/** Of two equal requests at once, one finds the cluster taken, or changed, by the other, whose operation is recorded a moment later. */
export async function findBegunMeanwhile(
  store: OperationStore,
  once: RequestKey | null | undefined,
  refusal: OperationRefused,
): Promise<OperationRecord | null> {
  if (!once || refusal.code === 'key-used') return null
  for (let left = refusal.code === 'operation-running' ? tries : 1; left > 0; left--) {
    const found = await findBegun(store, once)
    if (found) return found
    if (left > 1) await sleep(everyMs)
  }
  return null
}

/** Null and absent are the same, and so are options in any order. */
function toContent({ kind, target, expectedLeaderSessionId, confirm, override, reason, options }: OperationRequest): unknown[] {
  const sorted = Object.entries(options ?? {}).sort(([one], [other]) => (one < other ? -1 : 1))
  return [kind, target ?? null, expectedLeaderSessionId ?? null, confirm ?? null, override ?? null, reason ?? null, sorted]
}

function hash(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
