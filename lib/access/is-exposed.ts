import 'server-only'
import { headers } from 'next/headers'
import { getAccessEnvironment } from '@/lib/settings/access-environment'

/** Whether a third party could read the traffic between this reader's browser and the console. */
export async function isExposed(): Promise<boolean> {
  return !getAccessEnvironment().isLoopbackOnly && (await headers()).get('x-understudy-scheme') !== 'https'
}
