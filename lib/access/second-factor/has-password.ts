import 'server-only'
import type { Access } from '../access'

/** Whether a person can sign in with a password. */
export async function hasPassword({ auth }: Pick<Access, 'auth'>, personId: string): Promise<boolean> {
  const account = await (await auth.$context).internalAdapter.findCredentialAccount(personId)
  return typeof account?.password === 'string' && account.password !== ''
}
