import 'server-only'
import { sql } from 'kysely'
import { appendAudit, writeAudited } from '@/lib/journal/audit/append'
import type { PersonRole } from '@/lib/model/actor'
import type { KeyView, MadeKey } from '@/lib/model/access-views'
import type { Access } from '../access'
import type { Requester } from '../request-origin'
import { toLesserRole, toRole } from '../auth/to-role'
import { AccessError } from '../errors'
import { getSignIns } from '../sign-ins'
import { deleteDeadLinks } from '../links/maker-right'
import { findHeldBack } from '../second-factor/is-held-back'
import type { KeyRecord } from './key-row'
import { toMetadata } from './look-up-key'

const most = 1_000
const daySeconds = 24 * 60 * 60
/** @throws AccessError not-found when a key requests a key */
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
    target: name,
    result: 'done',
    detail: { id: made.id, role, endsAt },
  })
  return { id: made.id, key: made.key, endsAt }
}

/** Newest first, ended ones too: the reason why a script fails is found here. */
export async function listKeys({ auth, journal, settings }: Access, now = Date.now()): Promise<KeyView[]> {
  const { adapter, internalAdapter } = await auth.$context
  const [rows, people, heldBack] = await Promise.all([
    adapter.findMany<KeyRecord>({ model: 'apikey', limit: most }),
    internalAdapter.listUsers(most),
    findHeldBack(journal.db, settings),
  ])
  const makers = new Map(people.map((person) => [person.id, toMaker(person, heldBack)]))
  return rows.map((row) => toView(row, makers.get(row.referenceId) ?? null, now)).sort((one, other) => other.since.localeCompare(one.since))
}

/** The keys of one person that are still valid. */
export async function listLivingKeysOf(access: Access, personId: string): Promise<KeyView[]> {
  const { adapter } = await access.auth.$context
  const ids = new Set(
    (await adapter.findMany<KeyRecord>({ model: 'apikey', where: [{ field: 'referenceId', value: personId }], limit: most })).map(
      ({ id }) => id,
    ),
  )
  return (await listKeys(access)).filter(({ id, hasEnded }) => ids.has(id) && !hasEnded)
}

interface KeyMaker {
  email: string
  role: PersonRole | null
}

/** With the present role: a person who is held back has an operator's. */
function toMaker({ id, email, role }: { id: string; email: string; role?: unknown }, heldBack: ReadonlySet<string>): KeyMaker {
  return { email, role: heldBack.has(id) ? 'operator' : toRole(role) }
}

function toView(row: KeyRecord, maker: KeyMaker | null, now: number): KeyView {
  const role = toRole(toMetadata(row.metadata).role)
  const endsAt = new Date(row.expiresAt ?? 0)
  return {
    id: row.id,
    name: row.name ?? '',
    start: row.start ?? '',
    role: role && maker?.role ? toLesserRole(role, maker.role) : null,
    madeBy: maker?.email ?? null,
    since: new Date(row.createdAt).toISOString(),
    endsAt: endsAt.toISOString(),
    hasEnded: endsAt.getTime() <= now || row.enabled === false,
    lastUsed: row.lastRequest === null ? null : new Date(row.lastRequest).toISOString(),
  }
}

/** Ends a key with the open links that were made with it. @throws AccessError not-found */
export async function endKey(access: Access, { actor, from }: Requester, id: string): Promise<void> {
  await writeAudited(access.journal, async (transaction) => {
    const { rows } = await sql<{ name: string | null }>`delete from api_keys where id = ${id} returning name`.execute(transaction)
    if (rows[0] === undefined) throw new AccessError('not-found', 'There is no such key any more. Reload the list.')
    await deleteDeadLinks(access, transaction)
    return {
      entry: { actor, from, action: 'key.end', clusterId: null, target: rows[0].name, reason: null, result: 'done', detail: { id } },
      result: null,
    }
  })
  ;(await getSignIns()).forget()
}
