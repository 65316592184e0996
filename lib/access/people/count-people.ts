import 'server-only'
import type { Access } from '../access'

/** How many people there are, whatever their role. */
export async function countPeople({ auth }: Pick<Access, 'auth'>): Promise<number> {
  return (await auth.$context).internalAdapter.countTotalUsers()
}
