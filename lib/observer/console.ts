import 'server-only'
import { processWide } from '@/lib/base/process-wide'
import type { UnderstudyConsole } from './understudy-console'

export type { ConsoleFigures, UnderstudyConsole } from './understudy-console'

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    console?: Promise<UnderstudyConsole>
  }
}

/** The console of this process, for all bundles of the built app. */
export function getConsole(): Promise<UnderstudyConsole> {
  processWide.console ??= import('./start-console').then(({ startConsole }) => startConsole())
  return processWide.console
}
