import { z } from 'zod'

/** ISO text → epoch ms. */
const time = z.iso.datetime().transform((text) => Date.parse(text))
const provenance = z.object({ known: z.boolean(), source: z.string(), at: time.optional() })
const span = z.object({ role: z.string(), from: time, to: time.nullable() })

const jobManager = z.object({
  master: z.string(),
  role: z.enum(['leader', 'standby', 'joining', 'down', 'unreachable', 'unknown']),
  inLine: z.number().nullable(),
  zkSessionId: z.string().nullable(),
  process: z.object({ pid: z.number() }).nullable(),
  processState: z.enum(['running', 'frozen', 'gone', 'unknown']),
})

const checkpoint = z.object({
  checkpointId: z.string(),
  pointer: z.object({ path: z.string().nullable(), target: z.enum(['present', 'missing', 'unreadable', 'unchecked']) }),
})

/**
 * The statements of a snapshot that are judged, as a reader of the published API takes them: written from docs and OpenAPI, not from
 * the console's own types. A field that is missing or has another form is a falsehood of its own.
 */
export const saidSnapshot = z.object({
  revision: z.number(),
  asOf: time,
  sources: z.record(z.string(), z.object({ state: z.enum(['live', 'stale', 'lost', 'off']) })),
  verdict: z.object({
    level: z.enum(['protected', 'at-risk', 'unprotected', 'no-leader', 'unknown']),
    sentence: z.string(),
    detail: z.string().nullable(),
    reasons: z.array(z.object({ code: z.string(), text: z.string(), subject: z.string().nullable() })),
  }),
  present: z.object({ level: z.enum(['running', 'recovering', 'degraded', 'jobs-down', 'idle', 'unknown']) }),
  leader: z
    .object({
      master: z.string().nullable(),
      leaderSessionId: z.string(),
      zkSessionId: z.string(),
      process: z.enum(['running', 'frozen', 'gone', 'unknown']),
      provenance,
    })
    .nullable(),
  takeover: z.object({
    standby: z.string().nullable(),
    since: time.nullable(),
    phases: z.array(
      z.object({
        phase: z.enum([
          'process-gone',
          'session-ended',
          'standby-leads',
          'rest-answers',
          'task-managers',
          'jobs-running',
          'first-checkpoint',
        ]),
        at: time.nullable(),
      }),
    ),
  }),
  jobManagers: z.array(jobManager),
  quorum: z.object({
    serving: z.boolean().nullable(),
    spare: z.number().nullable(),
    members: z.array(z.object({ address: z.string(), mode: z.string() })),
  }),
  recovery: z.object({
    jobs: z.array(
      z.object({
        jobId: z.string(),
        state: z.string().nullable(),
        tasks: z.object({ running: z.number(), finished: z.number(), total: z.number() }).nullable(),
        verdict: z.string(),
        checkpoints: z.array(checkpoint),
      }),
    ),
    provenance,
  }),
  taskManagers: z.object({
    total: z.number().nullable(),
    slotsTotal: z.number().nullable(),
    slotsFree: z.number().nullable(),
    provenance,
  }),
  verdicts: z.array(z.object({ value: z.string(), from: time, to: time.nullable() })),
  lanes: z.array(z.object({ master: z.string(), spans: z.array(span) })),
  events: z.array(z.object({ id: z.string(), at: time, kind: z.string(), text: z.string() })),
})

export type SaidSnapshot = z.infer<typeof saidSnapshot>

export const saidHistory = z.object({
  to: time,
  lanes: z.array(z.object({ master: z.string(), spans: z.array(span) })),
  verdicts: z.array(z.object({ value: z.string(), from: time, to: time.nullable() })),
})

export type SaidHistory = z.infer<typeof saidHistory>
