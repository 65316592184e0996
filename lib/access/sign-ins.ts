import 'server-only'
import { processWide } from '@/lib/base/process-wide'
import type { SignIns } from './signed-in'

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    signIns?: Promise<SignIns>
  }
}

/** The sign-ins of this process; for all bundles of the built app. */
export function getSignIns(): Promise<SignIns> {
  processWide.signIns ??= import('./start-sign-ins').then(({ startSignIns }) => startSignIns())
  return processWide.signIns
}
