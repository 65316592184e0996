import 'server-only'
import { AccessError } from '../errors'
import { findPasswordFault } from './check-password'

/** @throws AccessError password-refused with what to do */
export function demandPassword(password: string, about: readonly string[]): void {
  const fault = findPasswordFault(password, about)
  if (fault !== null) throw new AccessError('password-refused', `This password cannot be used. ${fault}`)
}
