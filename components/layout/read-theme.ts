import { cookies } from 'next/headers'
import type { Theme } from '@/lib/client/theme'

/** The reader's choice; cookies are input from outside, so anything else is “as the system”. */
export async function readTheme(): Promise<Theme> {
  const chosen = (await cookies()).get('theme')?.value
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}
