import 'server-only'
import type { Access } from '../access'
import { AccessError } from '../errors'
import { takeRecoveryCode } from './recovery-codes'
import { unseal } from './seal'
import { findTotpStep } from './totp'

/** Whether a person has a second factor that was proven once. */
export async function hasSecondFactor({ journal }: Pick<Access, 'journal'>, personId: string): Promise<boolean> {
  return (
    (await journal.db
      .selectFrom('second_factors')
      .select('person_id')
      .where('person_id', '=', personId)
      .where('confirmed_at', 'is not', null)
      .executeTakeFirst()) !== undefined
  )
}

/**
 * Accepts a person without a second factor, or a code of it: six digits of the app, or one of the recovery codes. A code counts once. The
 * caller has to count the attempt.
 *
 * @throws AccessError code-needed, wrong-code
 */
export async function demandCode(access: Access, personId: string, code: string | undefined): Promise<void> {
  if (!(await hasSecondFactor(access, personId))) return
  const given = code?.trim() ?? ''
  if (given === '')
    throw new AccessError(
      'code-needed',
      'Your account has a second factor: give the code that your app shows now, or one of your recovery codes.',
    )
  const isRight = /^\d{3} ?\d{3}$/.test(given)
    ? await takeTotpCode(access, personId, given.replace(' ', ''))
    : await takeRecoveryCode(access, personId, given)
  if (!isRight)
    throw new AccessError(
      'wrong-code',
      'This code is not right, or was used already. Wait for the next one that your app shows; if that is refused too, your clock may be wrong, or an administrator has to remove the second factor.',
    )
}

/** Accepts a code of the app, once: neither it nor an older one counts again (RFC 6238, 5.2). */
export async function takeTotpCode({ journal, secret }: Access, personId: string, code: string, now = Date.now()): Promise<boolean> {
  const factor = await journal.db.selectFrom('second_factors').select('sealed_secret').where('person_id', '=', personId).executeTakeFirst()
  const totpSecret = factor === undefined ? null : unseal(secret, personId, factor.sealed_secret)
  const step = totpSecret === null ? null : findTotpStep(totpSecret, code, now)
  if (step === null) return false
  const { numUpdatedRows } = await journal.db
    .updateTable('second_factors')
    .set({ last_step: step })
    .where('person_id', '=', personId)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
