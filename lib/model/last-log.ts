import type { z } from 'zod'
import type { lastLog } from './schemas/last-log'

export type LastLog = z.infer<typeof lastLog>
