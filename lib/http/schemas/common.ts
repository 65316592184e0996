import 'server-only'
import { z } from 'zod'

/** Date.toISOString's form. */
export const time = z.iso.datetime()
export const severity = z.enum(['error', 'warning', 'note'])
export const role = z.enum(['leader', 'standby', 'joining', 'down', 'unreachable', 'unknown'])
export const processState = z.enum(['running', 'frozen', 'gone', 'unknown'])
export const verdictLevel = z.enum(['protected', 'at-risk', 'unprotected', 'no-leader', 'unknown'])
export const sourceName = z.enum(['zookeeper', 'jobManagers', 'haStorage', 'configuration', 'hosts', 'yarn'])

export const provenance = z.union([
  z.object({ known: z.literal(true), source: sourceName, at: time, detail: z.string().optional() }),
  z.object({ known: z.literal(false), source: sourceName, reason: z.string(), since: time }),
])
