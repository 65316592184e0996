import { fileURLToPath } from 'node:url'
import type { Browser } from '@playwright/test'
import { startConsole, type ConsoleOptions, type RunningConsole } from '@/e2e/fixtures/start-console'
import type { Steps } from '@/scripts/setup/steps.mjs'
import type { Figure } from './report/figure'

/** What every measurement receives. */
export interface BenchContext {
  steps: Steps
  /** A folder of this run; removed at its end. */
  folder: string
  browser: Browser
  /** The built console as `npm start` runs it, with these settings. */
  startConsole(options: Omit<ConsoleOptions, 'env' | 'host'> & { config?: string }): Promise<RunningConsole>
}

export type Measure = (context: BenchContext) => Promise<Figure[]>

const profiler = fileURLToPath(new URL('report/cpu-profile.mjs', import.meta.url))

/** @param profile folder for a CPU profile of each console, written when it ends */
export function createConsoleStarter(profile: string | null): BenchContext['startConsole'] {
  return ({ config, ...options }) => {
    const env: Record<string, string> = { UNDERSTUDY_LOG_LEVEL: 'warn' }
    if (config) env.UNDERSTUDY_CONFIG = config
    if (profile) Object.assign(env, { NODE_OPTIONS: `--import ${profiler}`, UNDERSTUDY_BENCH_PROFILE: profile })
    return startConsole({ ...options, env })
  }
}
