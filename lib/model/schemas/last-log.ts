import { z } from 'zod'
import { time } from './common'

/** `GET /api/v1/clusters/{id}/last-log`: the last lines that a JobManager wrote whose process is gone, secrets hidden. */
export const lastLog = z.union([
  z.object({
    known: z.literal(true),
    host: z.string(),
    file: z.string(),
    /** When it was last written, by its host's clock. */
    modifiedAt: time,
    bytes: z.number(),
    /** Why it is this JobManager's: it names its ZooKeeper session, or its web address; or there is no other log there. */
    proof: z.enum(['session', 'address', 'only']),
    /** At most 60, oldest first. */
    lines: z.array(z.string()),
  }),
  z.object({ known: z.literal(false), reason: z.string() }),
])
