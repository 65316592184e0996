import { z } from 'zod'

/** ISO 8601 in UTC with milliseconds, as `Date.toISOString` writes it. */
export const time = z.iso.datetime()

/** The systems facts are read from; the keys of `snapshot.sources`. */
export const sourceName = z.enum(['zookeeper', 'jobManagers', 'haStorage', 'configuration', 'hosts', 'yarn'])
export const severity = z.enum(['error', 'warning', 'note'])
export const jobManagerRole = z.enum(['leader', 'standby', 'joining', 'down', 'unreachable', 'unknown'])

/** What a lane shows: a JobManager whose process is frozen is neither down nor unreachable. */
export const laneRole = z.enum([...jobManagerRole.options, 'frozen'])

/** `frozen`: accepts connections and answers nothing. `gone`: proven by a refused port or the process table. */
export const processState = z.enum(['running', 'frozen', 'gone', 'unknown'])
export const verdictLevel = z.enum(['protected', 'at-risk', 'unprotected', 'no-leader', 'unknown'])
/** `running`: all tasks of all jobs run. `recovering`: a new leader took over less than a minute ago. `idle`: there are no jobs. */
export const presentLevel = z.enum(['running', 'recovering', 'degraded', 'jobs-down', 'idle', 'unknown'])
/** The most urgent word for a cluster, from its present state and its verdict. */
export const clusterState = z.enum([...verdictLevel.options, 'degraded', 'jobs-down'])

/** Where a fact was read and when; or why there is none and since when. */
export const provenance = z.union([
  z.object({ known: z.literal(true), source: sourceName, at: time, detail: z.string().optional() }),
  z.object({ known: z.literal(false), source: sourceName, reason: z.string(), since: time }),
])

/** An operation of this console as the cause of what is seen, also after it ended. */
export const doing = z.object({ id: z.string(), kind: z.string(), by: z.string() })
