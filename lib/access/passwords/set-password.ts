import 'server-only'
import type { Access } from '../access'
import { forgiveAttempt } from '../attempts/attempts'
import { AccessError } from '../errors'
import { inHashTurn } from './hash-turns'

/** Sets a password that was found good and signs the person out everywhere: whoever knew the old one is out. */
export async function setPassword({ auth, journal }: Access, personId: string, password: string): Promise<void> {
  const { internalAdapter, password: hasher } = await auth.$context
  const person = await internalAdapter.findUserById(personId)
  if (person === null) throw new AccessError('not-found', 'This person is not here any more.')
  const hash = await inHashTurn(() => hasher.hash(password))
  const has = await internalAdapter.findCredentialAccount(personId)
  if (has === null) await internalAdapter.linkAccount({ userId: personId, providerId: 'credential', accountId: personId, password: hash })
  else await internalAdapter.updatePassword(personId, hash)
  await internalAdapter.deleteUserSessions(personId)
  await forgiveAttempt(journal, { email: person.email, from: null })
}
