import type { Logger } from 'pino'

/** All that lives as long as the process, and what ends it. Each type is added below by the one file that makes the thing. */
export const processWideNames = [
  /** People, keys and sessions: made anew with each journal that is opened; one that could not be made is not kept. */
  'access',
  /** The open pages of activity: ends with its readers. */
  'activity',
  /** Observers of all clusters: ended by the server's end. */
  'console',
  /** The database: opened anew after a failure; closed last. */
  'journal',
  /** What was written is told here: outlives each journal. */
  'journalNews',
  'log',
  'metrics',
  /** Ended before the journal, with what it runs. */
  'operations',
  /** Which requests are to the sign-in provider: lives as long as the process. */
  'providerFetch',
  /** Writes status pages: ended before the console. */
  'publisher',
  /** Open event streams: ended first, because Next waits for them. */
  'readers',
  /** Writes what is observed: ended before the console. */
  'recorder',
  'signIns',
  /** Serves status pages: ended first, like the readers. */
  'status',
  /** Counts open streams; empty when those are ended. */
  'streamPlaces',
  /** Autopilots: made and ended with the operations. */
  'takeovers',
] as const

/** Its maker adds it: `declare module '@/lib/base/process-wide' { interface ProcessWide { journal?: Opening } }`. */
export interface ProcessWide {
  log?: Logger
}

/** Nothing, so that this does not compile, while a name is not listed above or no file makes what is listed. */
type Whole = [Exclude<keyof ProcessWide, Name>, Exclude<Name, keyof ProcessWide>] extends [never, never] ? ProcessWide : never
type Name = (typeof processWideNames)[number]

declare global {
  var understudy: Whole | undefined
}

/**
 * On globalThis, because pages, route handlers and instrumentation.ts of a built Next app share no module variables, and
 * because what lives is kept when a module is loaded anew in development. Nothing else of this program is there.
 */
export const processWide: ProcessWide = (globalThis.understudy ??= {})
