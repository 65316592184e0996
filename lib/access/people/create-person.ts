import 'server-only'
import type { Role } from '@/lib/model/actor'
import type { Access } from '../access'
import { AccessError } from '../errors'
import { inHashTurn } from '../passwords/hash-turns'

export interface NewPerson {
  name: string
  email: string
  role: Role
  /** null: they sign in by links or a provider. */
  password: string | null
}

/** @returns id of the person @throws AccessError person-exists */
export async function createPerson({ auth }: Access, { name, email, role, password }: NewPerson): Promise<string> {
  const { internalAdapter, password: hasher } = await auth.$context
  if ((await internalAdapter.findUserByEmail(email)) !== null) throw new AccessError('person-exists', `There is somebody with the address ${email} already. Sign in with it, or ask an administrator for a link that sets a new password.`)
  const hash = password === null ? null : await inHashTurn(() => hasher.hash(password))
  const person = await internalAdapter.createUser({ name, email, role }, { method: 'admin' })
  if (hash !== null) await internalAdapter.linkAccount({ userId: person.id, providerId: 'credential', accountId: person.id, password: hash })
  return person.id
}
