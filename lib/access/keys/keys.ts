import 'server-only'
import { sql } from 'kysely'
import { appendAudit, writeAudited } from '@/lib/journal/audit/append'
import type { PersonRole } from '@/lib/model/actor'
import type { KeyView, MadeKey } from '@/lib/model/access-views'
import type { Access } from '../access'
import type { Requester } from '../asker'
import { toLesserRole, toRole } from '../auth/to-role'
import { AccessError } from '../errors'
import { getSignIns } from '../sign-ins'
import { deleteDeadLinks } from '../links/maker-right'
import type { KeyRecord } from './key-row'
import { toMetadata } from './look-up-key'

const most = 1_000
const daySeconds = 24 * 60 * 60
/** @throws AccessError not-found when a key asks for a key */
export async function makeKey(
  access: Access,
  { actor, from }: Requester,
  { name, role, days }: { name: string; role: PersonRole; days: number },
): Promise<MadeKey> {
  if (actor.kind !== 'person') throw new AccessError('not-found', 'A key belongs to the person who makes it. Sign in to make one.')
  const made = await access.auth.api.createApiKey({
    body: { name, userId: actor.id, expiresIn: Math.round(days * daySeconds), metadata: { role } },
  })
  const endsAt = new Date(made.expiresAt ?? 0).toISOString()
  await appendAudit(access.journal, {
    actor,
    from,
    action: 'key.make',
    clusterId: null,
    target: name,
    reason: null,
    result: 'done',
    detail: { id: made.id, role, endsAt },
  })
  return { id: made.id, key: made.key, endsAt }
}

/** Newest first, ended ones too: whoever wonders why a script fails finds it here. */
export async function listKeys({ auth }: Access, now = Date.now()): Promise<KeyView[]> {
  const { adapter, internalAdapter } = await auth.$context
  const [rows, people] = await Promise.all([adapter.findMany<KeyRecord>({ model: 'apikey', limit: most }), internalAdapter.listUsers(most)])
  const makers = new Map(people.map((person) => [person.id, person as typeof person & { role?: unknown }]))
  return rows.map((row) => toView(row, makers.get(row.referenceId) ?? null, now)).sort((one, other) => other.since.localeCompare(one.since))
}

/** Of one person, those that still let in. */
export async function listLivingKeysOf(access: Access, personId: string): Promise<KeyView[]> {
  const { adapter } = await access.auth.$context
  const ids = new Set(
    (await adapter.findMany<KeyRecord>({ model: 'apikey', where: [{ field: 'referenceId', value: personId }], limit: most })).map(
      ({ id }) => id,
    ),
  )
  return (await listKeys(access)).filter(({ id, hasEnded }) => ids.has(id) && !hasEnded)
}

function toView(row: KeyRecord, maker: { email: string; role?: unknown } | null, now: number): KeyView {
  const [role, makerRole] = [toRole(toMetadata(row.metadata).role), toRole(maker?.role)]
  const endsAt = new Date(row.expiresAt ?? 0)
  return {
    id: row.id,
    name: row.name ?? '',
    start: row.start ?? '',
    role: role && makerRole && toLesserRole(role, makerRole),
    madeBy: maker?.email ?? null,
    since: new Date(row.createdAt).toISOString(),
    endsAt: endsAt.toISOString(),
    hasEnded: endsAt.getTime() <= now || row.enabled === false,
    lastUsed: row.lastRequest === null ? null : new Date(row.lastRequest).toISOString(),
  }
}

/** With the open links that were made with it. @throws AccessError not-found */
export async function endKey({ journal }: Access, { actor, from }: Requester, id: string): Promise<void> {
  await writeAudited(journal, async (transaction) => {
    const { rows } = await sql<{ name: string | null }>`delete from api_keys where id = ${id} returning name`.execute(transaction)
    if (rows[0] === undefined) throw new AccessError('not-found', 'There is no such key any more. Reload the list.')
    await deleteDeadLinks(transaction)
    return {
      entry: { actor, from, action: 'key.end', clusterId: null, target: rows[0].name, reason: null, result: 'done', detail: { id } },
      result: null,
    }
  })
  ;(await getSignIns()).forget()
}
