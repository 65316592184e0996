import 'server-only'
import { sql, type Transaction } from 'kysely'
import { appendAudit, writeAudited } from '@/lib/journal/audit/append'
import type { Journal } from '@/lib/journal/dialect'
import type { Tables } from '@/lib/journal/tables'
import type { PersonRole } from '@/lib/model/actor'
import type { Access } from '../access'
import type { Requester } from '../request-origin'
import { AccessError } from '../errors'
import { makeLink, type MadeLink } from '../links/make-link'
import { deleteDeadLinks } from '../links/maker-right'
import { getSignIns } from '../sign-ins'

/** A person who is no administrator any more leaves no open link behind. @throws AccessError not-found, last-administrator */
export async function changeRole(access: Access, { actor, from }: Requester, personId: string, role: PersonRole): Promise<void> {
  const before = await getPerson(access, personId)
  await writeAudited(access.journal, async (transaction) => {
    if (role !== 'administrator') await keepOneAdministrator(access.journal, transaction, personId)
    await sql`update people set role = ${role} where id = ${personId}`.execute(transaction)
    await deleteDeadLinks(access, transaction)
    return {
      entry: {
        actor,
        from,
        action: 'person.role',
        target: before.email,
        result: 'done',
        detail: { from: before.role, to: role },
      },
      result: null,
    }
  })
  ;(await getSignIns()).forget()
}

/**
 * Removes a person with their sessions, the keys that they made, and the open links that they or these made.
 * @throws AccessError not-found, last-administrator
 */
export async function removePerson(access: Access, { actor, from }: Requester, personId: string): Promise<void> {
  const { email } = await getPerson(access, personId)
  await writeAudited(access.journal, async (transaction) => {
    await keepOneAdministrator(access.journal, transaction, personId)
    await sql`delete from api_keys where ${sql.ref('referenceId')} = ${personId}`.execute(transaction)
    await sql`delete from people where id = ${personId}`.execute(transaction)
    await deleteDeadLinks(access, transaction)
    return { entry: { actor, from, action: 'person.remove', clusterId: null, target: email, reason: null, result: 'done' }, result: null }
  })
  ;(await getSignIns()).forget()
}

/** @throws AccessError not-found */
export async function makeResetLink(access: Access, { actor, from }: Requester, personId: string): Promise<MadeLink> {
  const { email } = await getPerson(access, personId)
  await access.journal.db
    .deleteFrom('links')
    .where('kind', '=', 'reset')
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .execute()
  const link = await makeLink(access, { kind: 'reset', email, personId, madeBy: actor })
  await appendAudit(access.journal, { actor, from, action: 'person.reset', clusterId: null, target: email, reason: null, result: 'done' })
  return link
}

async function getPerson({ auth }: Access, personId: string): Promise<{ email: string; role: unknown }> {
  const person = await (await auth.$context).internalAdapter.findUserById(personId)
  if (person === null) throw new AccessError('not-found', 'This person is not here any more. Reload the list.')
  return { email: person.email, role: (person as { role?: unknown }).role }
}

/** Locks all administrators' rows, so that two of them cannot remove each other at once. */
async function keepOneAdministrator({ dialect }: Journal, transaction: Transaction<Tables>, personId: string): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`select id from people where role = 'administrator' order by id ${sql.raw(dialect === 'postgres' ? 'for update' : '')}`.execute(
    transaction,
  )
  if (rows.length === 1 && rows[0]?.id === personId)
    throw new AccessError(
      'last-administrator',
      'This is the last administrator, and only an administrator can invite people. Make another person an administrator first.',
    )
}
