import 'server-only'
import { appendAudit } from '@/lib/journal/audit/append'
import type { Access } from '../access'
import type { Requester } from '../request-origin'
import { AccessError } from '../errors'
import { deleteDeadLinks } from '../links/maker-right'
import { getSignIns } from '../sign-ins'

/**
 * Removes one's own second factor, or another person's who lost their device, with the recovery codes; where one is required, their open
 * links end.
 * @throws AccessError not-found
 */
export async function removeSecondFactor(access: Access, { actor, from }: Requester, personId: string): Promise<void> {
  const person = await (await access.auth.$context).internalAdapter.findUserById(personId)
  const removed = await access.journal.db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
    const { numDeletedRows } = await transaction
      .deleteFrom('second_factors')
      .where('person_id', '=', personId)
      .where('confirmed_at', 'is not', null)
      .executeTakeFirst()
    await deleteDeadLinks(access, transaction)
    return numDeletedRows
  })
  if (person === null || removed === 0n) throw new AccessError('not-found', 'This account has no second factor any more. Reload the page.')
  ;(await getSignIns()).forget()
  await appendAudit(access.journal, {
    actor,
    from,
    action: actor.id === personId ? 'second-factor.off' : 'second-factor.remove',
    target: person.email,
    result: 'done',
  })
}
