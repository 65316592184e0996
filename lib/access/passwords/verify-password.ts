import 'server-only'
import type { Access } from '../access'
import { inHashTurn, type HashRequester } from './hash-semaphore'

/** A person as better-auth keeps one. */
type Person = NonNullable<Awaited<ReturnType<Awaited<Access['auth']['$context']>['internalAdapter']['findUserById']>>>

/**
 * The person with this e-mail address and password; null: they do not match. An unknown address, or one without a password, takes as long.
 */
export async function findByPassword(
  { auth }: Pick<Access, 'auth'>,
  email: string,
  password: string,
  requester?: HashRequester,
): Promise<Person | null> {
  const { internalAdapter, password: hasher } = await auth.$context
  const found = await internalAdapter.findUserByEmail(email.trim().toLowerCase(), { includeAccounts: true })
  const hash = found?.accounts.find(({ providerId }) => providerId === 'credential')?.password
  const isRight = await inHashTurn(
    async () => (hash ? hasher.verify({ hash, password }) : hasher.hash(password).then(() => false)),
    requester,
  )
  return isRight && found !== null ? found.user : null
}
