import 'server-only'
import type { PersonRole } from '@/lib/model/actor'
import type { Access } from '../access'
import { hasSecondFactor } from './check-code'
import { hasPassword } from './has-password'

/**
 * Whether an administrator may do no more than an operator, because this console demands a second factor and they have
 * none: in their sessions and with the keys that they made. The provider sees to that of those who come through it.
 */
export async function isHeldBack(access: Access, personId: string, given: PersonRole): Promise<boolean> {
  if (given !== 'administrator' || access.settings.secondFactor !== 'administrators') return false
  return !(await hasSecondFactor(access, personId)) && (await hasPassword(access, personId))
}
