import 'server-only'
import { z } from 'zod'
import { activitySources } from '@/lib/model/activity'
import { settingsTopics } from '@/lib/model/settings-topics'
import { errorCodes } from '../errors'
import { jobManagerRole, processState, severity, time, verdictLevel } from '@/lib/model/schemas/common'
import { clusterEvent } from '@/lib/model/schemas/leadership'
import { clusterSnapshot, clusterSummary } from '@/lib/model/schemas/cluster-snapshot'

export const clusterList = z.object({ clusters: z.array(clusterSummary) })

const spanOf = <T extends z.ZodType>(value: T) => z.object({ value, from: time, to: time.nullable(), changes: z.int().optional() })
const historyLane = z.object({
  master: z.string(),
  spans: z.array(
    z.object({
      role: jobManagerRole,
      from: time,
      to: time.nullable(),
      changes: z.int().optional().meta({ description: 'So many short spans told as one; the role is that of the longest.' }),
    }),
  ),
})
const gap = z.object({ from: time, to: time })

export const term = z.object({
  leaderSessionId: z.string(),
  master: z.string().nullable(),
  rpcAddress: z.string(),
  from: time,
  to: time.nullable(),
  lastSeenAt: time.nullable().meta({ description: 'Given when nobody saw it end: it ended between this and `to`.' }),
  end: z.object({ code: z.string(), text: z.string() }).nullable(),
})

export const history = z.object({
  since: time.nullable().meta({ description: 'Since when something is remembered.' }),
  from: time,
  to: time,
  resolutionMs: z.int().meta({ description: 'Spans shorter than this are told together.' }),
  events: z.array(clusterEvent),
  next: z.string().nullable().meta({ description: 'Ask with `before=` this for the events before these.' }),
  lanes: z.array(historyLane),
  verdicts: z.array(spanOf(verdictLevel)),
  quorum: z.array(spanOf(z.enum(['serving', 'no-spare', 'not-serving', 'unknown']))),
  terms: z.array(term),
  gaps: z.array(gap).meta({ description: 'When no console was watching.' }),
  problem: z.string().nullable().meta({ description: 'Why the journal could not be asked: then only what this process saw is told.' }),
})

/** `ActivityPage` of lib/model. */
export const activity = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      at: time,
      source: z.enum(activitySources),
      kind: z.string(),
      severity,
      clusterId: z.string().nullable(),
      subject: z.string().nullable(),
      who: z.string().nullable(),
      text: z.string(),
    }),
  ),
  next: z.string().nullable().meta({ description: 'Ask with `before=` this for the older ones.' }),
  problem: z.string().nullable().meta({ description: 'Why the journal could not be asked.' }),
})

/** `AuditProof` of lib/model. */
export const auditProof = z.object({
  lines: z.number().int().meta({ description: 'How many are whole, from the first on.' }),
  head: z.string().meta({ description: 'Hash of the last of them: write both down elsewhere and give them later as `line` and `hash`.' }),
  brokenAt: z.number().int().nullable().meta({ description: 'The first line that is not as it was; null: the audit is whole.' }),
  sentence: z.string(),
})

/** `Moment` of lib/model. */
export const moment = z.object({
  at: time,
  takenAt: time,
  nextTakenAt: time.nullable(),
  gap: gap.nullable().meta({ description: 'Nobody was watching: the picture is the last one before.' }),
  snapshot: clusterSnapshot,
  after: z.array(clusterEvent),
  previousChange: time.nullable(),
  nextChange: time.nullable(),
})

export const znode = z.object({
  path: z.string().meta({ description: 'Relative to the cluster\'s root; "" is the root.' }),
  stat: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  role: z.string().nullable(),
  decoded: z.unknown(),
  problem: z.string().nullable(),
  children: z.array(z.object({ name: z.string(), role: z.string().nullable() })),
  childrenTotal: z.number(),
  sizeBytes: z.number(),
  hex: z.string().nullable().meta({ description: 'The first 512 bytes.' }),
})

export const provenLeader = z.object({
  address: z.string(),
  master: z.string().nullable(),
  restAddress: z.string().nullable(),
  rpcAddress: z.string(),
  leaderSessionId: z.string(),
  since: time,
  process: processState,
  asOf: time,
})

export const isLeader = z.object({ master: z.string(), isLeader: z.literal(true) })

export const health = z.object({ status: z.literal('ok') })

export const readiness = z.object({
  status: z.literal('ready'),
  clusters: z.int().optional().meta({ description: 'For those who are signed in.' }),
  settingsProblem: z.string().nullable().optional(),
})

export const patchEvent = z.object({
  from: z.int(),
  to: z.int(),
  asOf: time,
  patch: z.array(z.object({ op: z.string(), path: z.string(), value: z.unknown().optional(), from: z.string().optional() })),
})

export const beat = z.object({ now: time, epoch: z.string(), revision: z.int(), lastHeardAt: z.record(z.string(), time.nullable()) })

/** `SettingsChange` of lib/model. */
export const settingsChange = z.object({
  changed: z.array(z.enum(settingsTopics)).meta({
    description:
      'What to ask for again: `emergency-stop` (/emergency-stop), `autopilots` (/clusters/{id}/autopilot), `status-pages` (/status-pages and each of them), `webhooks` (their /webhooks). Leave out names you do not know.',
  }),
})

export const error = z.object({
  error: z.object({ code: z.enum(errorCodes), message: z.string(), detail: z.record(z.string(), z.unknown()).optional() }),
})
