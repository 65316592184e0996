import 'server-only'
import { appendAudit } from '@/lib/journal/audit/append'
import type { OfferedSecondFactor, SecondFactorView } from '@/lib/model/access-views'
import type { Access } from '../access'
import type { Requester } from '../request-origin'
import { AccessError } from '../errors'
import { findOidc } from '../oidc/find-oidc'
import { takeSessionAttempt, forgiveSubject } from '../attempts/attempts'
import { getSignIns } from '../sign-ins'
import { hasSecondFactor, takeTotpCode } from './check-code'
import { hasPassword } from './has-password'
import { countRecoveryCodes, makeRecoveryCodes } from './recovery-codes'
import { seal } from './seal'
import { makeTotpSecret, toTotpUri } from './totp'

/** What the account page and the step-up dialog need to know. */
export async function getSecondFactorView(access: Access, personId: string): Promise<SecondFactorView> {
  const [isOn, isPossible, recoveryCodesLeft, oidc] = await Promise.all([
    hasSecondFactor(access, personId),
    hasPassword(access, personId),
    countRecoveryCodes(access, personId),
    findOidc(access),
  ])
  return {
    isOn,
    hasPassword: isPossible,
    recoveryCodesLeft: isOn ? recoveryCodesLeft : 0,
    provider: oidc?.name ?? null,
    isRequired: access.settings.secondFactor === 'administrators',
  }
}

/**
 * Offers a secret that counts once a code of it was entered; an earlier one that never was proven is forgotten.
 * @throws AccessError second-factor-on, not-found
 */
export async function offerSecondFactor(access: Access, { actor }: Requester): Promise<OfferedSecondFactor> {
  if (actor.kind !== 'person' || !(await hasPassword(access, actor.id)))
    throw new AccessError(
      'not-found',
      'Only an account with a password has a second factor here. Accounts of a provider have theirs there.',
    )
  const secret = makeTotpSecret()
  const row = { sealed_secret: seal(access.secret, actor.id, secret), made_at: Date.now(), confirmed_at: null, last_step: 0 }
  const { numInsertedOrUpdatedRows } = await access.journal.db
    .insertInto('second_factors')
    .values({ person_id: actor.id, ...row })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row).where('second_factors.confirmed_at', 'is', null))
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n)
    throw new AccessError('second-factor-on', 'Your second factor is on. To move it to another device, turn it off first.')
  return { secret, uri: toTotpUri(secret, actor.name, access.settings.publicUrl) }
}

/** @returns the recovery codes, shown once @throws AccessError wrong-code, second-factor-on, too-many-attempts */
export async function confirmSecondFactor(access: Access, { actor, from }: Requester, sessionId: string, code: string): Promise<string[]> {
  const subject = await takeSessionAttempt(access.journal, sessionId)
  if (await hasSecondFactor(access, actor.id)) throw toOnAlready()
  if (!(await takeTotpCode(access, actor.id, code.replace(/\s/g, ''))))
    throw new AccessError(
      'wrong-code',
      'This is not the code that belongs to the secret shown here now. Wait for the next one; if that is refused too, the clock of your device may be wrong.',
    )
  await forgiveSubject(access.journal, subject)
  const codes = await turnOn(access, actor.id)
  ;(await getSignIns()).forget()
  await appendAudit(access.journal, {
    actor,
    from,
    action: 'second-factor.on',
    target: actor.name,
    result: 'done',
  })
  return codes
}

/**
 * Turns the factor on once, however many codes arrive at the same time: recovery codes that were shown stay valid.
 * @throws AccessError second-factor-on
 */
async function turnOn({ journal }: Access, personId: string): Promise<string[]> {
  return journal.db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('second_factors')
      .set({ confirmed_at: Date.now() })
      .where('person_id', '=', personId)
      .where('confirmed_at', 'is', null)
      // 0: the secret that the code belonged to was replaced meanwhile.
      .where('last_step', '>', 0)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw toOnAlready()
    return makeRecoveryCodes(transaction, personId)
  })
}

function toOnAlready(): AccessError {
  return new AccessError('second-factor-on', 'Your second factor is on already, or was begun anew meanwhile. Reload the page.')
}
