import { z } from 'zod'

const time = z.iso.datetime().transform((text) => Date.parse(text))

const component = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  understudy: z
    .object({
      state: z.string(),
      redundancy: z.string(),
      standbys: z.number().nullable(),
      quorum_spare: z.number().nullable(),
      leaderless_ms: z.number(),
      observed_at: time.nullable(),
    })
    .optional(),
})

export const saidIncident = z.object({
  id: z.string(),
  status: z.string(),
  impact: z.string(),
  started_at: time,
  resolved_at: time.nullable(),
  incident_updates: z.array(z.object({ status: z.string(), body: z.string(), created_at: time })),
  understudy: z.object({
    leaderless_ms: z.number().nullable(),
    phases: z.array(z.object({ phase: z.string(), at: time.nullable() })),
  }),
})

/** `/api/v2/summary.json` of a public page, as a customer's program reads it. */
export const saidSummary = z.object({
  understudy: z.object({ state: z.string(), sentence: z.string(), is_stale: z.boolean() }),
  components: z.array(component),
  incidents: z.array(saidIncident),
})

/** `/api/v2/incidents.json`: open and resolved ones. */
export const saidIncidents = z.object({ incidents: z.array(saidIncident) })

export type SaidIncident = z.infer<typeof saidIncident>
export type SaidSummary = z.infer<typeof saidSummary>
export type SaidIncidents = z.infer<typeof saidIncidents>
