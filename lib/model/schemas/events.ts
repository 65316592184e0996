import { z } from 'zod'
import { settingsTopics } from '../settings-topics'
import { time } from './common'

/** JSON Patch (RFC 6902) from one revision of a snapshot to a later one. */
export const patchEvent = z.object({
  from: z.int(),
  to: z.int(),
  asOf: time,
  patch: z.array(z.object({ op: z.string(), path: z.string(), value: z.unknown().optional(), from: z.string().optional() })),
})

/** Heartbeat once per second: the server lives, and when each source was last heard. */
export const beat = z.object({ now: time, epoch: z.string(), revision: z.int(), lastHeardAt: z.record(z.string(), time.nullable()) })

/** The event `settings`: a client that shows one of these topics requests it again. */
export const settingsChange = z.object({
  changed: z.array(z.enum(settingsTopics)).meta({
    description:
      'What to ask for again: `emergency-stop` (/emergency-stop), `autopilots` (/clusters/{id}/autopilot), `status-pages` (/status-pages and each of them), `webhooks` (their /webhooks). Leave out names you do not know.',
  }),
})
