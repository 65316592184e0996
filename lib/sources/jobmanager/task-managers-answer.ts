import 'server-only'
import { z } from 'zod'
import type { RestTaskManagers } from '@/lib/model/facts'
import { readAnswer, type Reading } from './read-json'
import type { RestAnswer } from './rest-client'

const mostTaskManagers = 10_000

const wire = z.object({
  taskmanagers: z.array(z.looseObject({ id: z.string().max(500), slotsNumber: z.number(), freeSlots: z.number() })).max(mostTaskManagers),
})

/** `/taskmanagers`: those registered with the leading ResourceManager. */
export function readTaskManagers(answer: RestAnswer): Reading<RestTaskManagers> {
  const reading = readAnswer(answer, '/taskmanagers', wire)
  if (!reading.ok) return reading
  const detail = reading.value.taskmanagers.map(({ id, slotsNumber, freeSlots }) => ({ id, slots: slotsNumber, slotsFree: freeSlots }))
  return {
    ok: true,
    value: {
      total: detail.length,
      slotsTotal: detail.reduce((sum, { slots }) => sum + slots, 0),
      slotsFree: detail.reduce((sum, { slotsFree }) => sum + slotsFree, 0),
      detail,
    },
  }
}
