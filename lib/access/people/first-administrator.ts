import 'server-only'
import { sql } from 'kysely'
import type { Access } from '../access'
import { makeLink, type WantedLink } from '../links/make-link'
import { createPerson } from './create-person'

/**
 * While nobody can sign in: the text with a one-time link for the reader of the console's output, that is the person who runs it. With
 * UNDERSTUDY_FIRST_ADMINISTRATOR it signs that person in; otherwise it asks for their name and address. null: an administrator can sign in.
 */
export async function findFirstWords(access: Access): Promise<string | null> {
  const { rows } = await sql`select 1 as one from credentials limit 1`.execute(access.journal.db)
  if (rows.length > 0) return null
  const email = access.settings.firstAdministrator
  const { internalAdapter } = await access.auth.$context
  if (email === null) {
    if ((await internalAdapter.countTotalUsers()) > 0) return null
    const { url } = await makeOnlyLink(access, { kind: 'first-administrator', role: 'administrator', madeBy: null })
    return `This console has no accounts yet. Open this link within an hour to become the first administrator; it works once:\n\n  ${url}\n`
  }
  const held = await internalAdapter.findUserByEmail(email)
  const personId = held?.user.id ?? (await createPerson(access, { name: email, email, role: 'administrator', password: null }))
  const { url } = await makeOnlyLink(access, { kind: 'sign-in', email, personId, madeBy: null })
  return `This link signs ${email} in, once and within an hour:\n\n  ${url}\n`
}

/** A start ends the links that earlier ones printed: an old log contains no link that works. */
async function makeOnlyLink(access: Access, wanted: WantedLink): Promise<{ url: string }> {
  return access.journal.db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('links').where('kind', 'in', ['first-administrator', 'sign-in']).where('used_at', 'is', null).execute()
    return makeLink(access, wanted, transaction)
  })
}
