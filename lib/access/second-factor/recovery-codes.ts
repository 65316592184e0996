import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '@/lib/journal/tables'
import type { Access } from '../access'

const howMany = 10
/** Without i, l, o and u: codes copied by hand from paper are not misread. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * Ends the earlier ones; in the transaction that turns the factor on.
 * @returns ten codes of 80 bits, shown once; the database holds their hashes
 */
export async function makeRecoveryCodes(transaction: Kysely<Tables>, personId: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, makeCode)
  await transaction.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
  await transaction
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ code_hash: hashCode(personId, code), person_id: personId, used_at: null })))
    .execute()
  return codes
}

/** Uses a recovery code up. In one statement, so that of two requests at once one is refused. */
export async function takeRecoveryCode({ journal }: Pick<Access, 'journal'>, personId: string, code: string): Promise<boolean> {
  const { numUpdatedRows } = await journal.db
    .updateTable('recovery_codes')
    .set({ used_at: Date.now() })
    .where('code_hash', '=', hashCode(personId, code))
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function countRecoveryCodes({ journal }: Pick<Access, 'journal'>, personId: string): Promise<number> {
  const { left } = await journal.db
    .selectFrom('recovery_codes')
    .select((row) => row.fn.countAll<number | string>().as('left'))
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(left)
}

function makeCode(): string {
  const text = [...randomBytes(16)].map((byte) => letters[byte % 32]).join('')
  return text.match(/.{4}/g)!.join('-')
}

/** Accepts every way to type it: with blanks, without hyphens, in capitals, and with the letters that were left out. */
function hashCode(personId: string, code: string): string {
  const plain = code.toLowerCase().replace(/[\s-]/g, '').replace(/[il]/g, '1').replace(/o/g, '0')
  return createHash('sha256').update(`recovery ${personId} ${plain}`).digest('base64url')
}
