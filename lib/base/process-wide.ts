import type { Logger } from 'pino'

/** Names of all that lives as long as the process, and what ends it. The file that creates an entry adds its type below. */
export const processWideNames = [
  /** People, keys and sessions: created again for each opened journal; a failed one is not kept. */
  'access',
  /** The open pages of activity: ends with its readers. */
  'activity',
  /** Observers of all clusters: closed when the server ends. */
  'console',
  /** The database: opened again after a failure; closed last. */
  'journal',
  /** Notifications of writes to the journal: lives longer than any opened journal. */
  'journalChanges',
  'log',
  'metrics',
  /** Closed before the journal, with all running operations. */
  'operations',
  /** Recognizes requests to the sign-in provider: lives as long as the process. */
  'providerFetch',
  /** Writes status pages: closed before the console. */
  'publisher',
  /** Open event streams: closed first, because Next waits for them. */
  'readers',
  /** Writes observations: closed before the console. */
  'recorder',
  'signIns',
  /** Serves status pages: closed first, like the readers. */
  'status',
  /** Counts open streams; empty when those are closed. */
  'streamPlaces',
  /** Autopilots: created and closed with the operations. */
  'takeovers',
] as const

/**
 * The file that creates an entry declares it: `declare module '@/lib/base/process-wide' { interface ProcessWide { journal?: Opening } }`.
 */
export interface ProcessWide {
  log?: Logger
}

/** Empty unless a declared name is not listed above, or a listed name is not declared: then this does not compile. */
type Whole = [Exclude<keyof ProcessWide, Name>, Exclude<Name, keyof ProcessWide>] extends [never, never] ? ProcessWide : never
type Name = (typeof processWideNames)[number]

declare global {
  var understudy: Whole | undefined
}

/**
 * On globalThis, because pages, route handlers and instrumentation.ts of a built Next app share no module variables, and
 * because its entries survive the reloading of a module in development. The program's only global.
 */
export const processWide: ProcessWide = (globalThis.understudy ??= {})
