import 'server-only'
import { appendAudit } from '@/lib/journal/audit/append'
import { openLinkKinds, type OpenLinkKind } from '@/lib/model/access-views'
import type { PersonRole } from '@/lib/model/actor'
import type { Access } from '../access'
import type { Requester } from '../request-origin'
import { AccessError } from '../errors'
import { makeLink, type MadeLink } from '../links/make-link'

/**
 * The administrator passes the link on: the console sends no mail. An earlier invitation of the same address ends.
 * @throws AccessError person-exists
 */
export async function invitePerson(
  access: Access,
  { actor, from }: Requester,
  { email, role }: { email: string; role: PersonRole },
): Promise<MadeLink> {
  const { internalAdapter } = await access.auth.$context
  if ((await internalAdapter.findUserByEmail(email.toLowerCase())) !== null)
    throw new AccessError(
      'person-exists',
      `A person with the address ${email} exists already. Change their role instead, or make them a link that sets a new password.`,
    )
  await access.journal.db
    .deleteFrom('links')
    .where('kind', '=', 'invitation')
    .where('email', '=', email.toLowerCase())
    .where('used_at', 'is', null)
    .execute()
  const link = await makeLink(access, { kind: 'invitation', email, role, madeBy: actor })
  await appendAudit(access.journal, {
    actor,
    from,
    action: 'person.invite',
    target: email,
    result: 'done',
    detail: { role },
  })
  return link
}

/** Withdraws an invitation, or a link that sets a password. @throws AccessError not-found */
export async function withdrawLink(
  { journal }: Access,
  { actor, from }: Requester,
  id: string,
  kinds: readonly OpenLinkKind[] = openLinkKinds,
): Promise<void> {
  const gone = await journal.db
    .deleteFrom('links')
    .where('id', '=', id)
    .where('kind', 'in', [...kinds])
    .where('used_at', 'is', null)
    .returning(['email', 'kind'])
    .executeTakeFirst()
  if (gone === undefined)
    throw new AccessError('not-found', 'There is no such link any more: it was used, withdrawn or replaced. Reload the list.')
  await appendAudit(journal, {
    actor,
    from,
    action: `${gone.kind}.withdraw`,
    target: gone.email,
    result: 'done',
  })
}
