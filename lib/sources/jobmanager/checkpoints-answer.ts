import 'server-only'
import { z } from 'zod'
import type { RestCheckpoints } from '@/lib/model/facts'
import { readAnswer, type Reading } from './read-json'
import type { RestAnswer } from './rest-client'

const completed = z.looseObject({
  id: z.number(),
  latest_ack_timestamp: z.number(),
  state_size: z.number(),
})

/** A job without any checkpoint has `completed: null`; older versions leave it out. */
const statistics = z.looseObject({ latest: z.looseObject({ completed: completed.nullish() }).nullish() })

/** `/jobs/:id/checkpoints`. 404 before 1.5 when the job does not checkpoint. */
export function readCheckpoints(answer: RestAnswer, path: string): Reading<RestCheckpoints['newest']> {
  const reading = readAnswer(answer, path, statistics)
  if (!reading.ok) return reading
  const newest = reading.value.latest?.completed
  if (!newest) return { ok: true, value: null }
  return { ok: true, value: { id: String(newest.id), completedAt: newest.latest_ack_timestamp, stateBytes: newest.state_size } }
}

/** Without checkpointing the interval is Long.MAX_VALUE, which JSON rounds. */
const neverMs = 1e15

const settings = z.looseObject({ interval: z.number() })

/** `/jobs/:id/checkpoints/config`, in milliseconds; null: this job makes no periodic checkpoints. */
export function readCheckpointInterval(answer: RestAnswer, path: string): Reading<number | null> {
  const reading = readAnswer(answer, path, settings)
  if (!reading.ok) return reading
  const { interval } = reading.value
  return { ok: true, value: interval > 0 && interval < neverMs ? interval : null }
}
