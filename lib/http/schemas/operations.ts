import 'server-only'
import { z } from 'zod'

export const emergencyStopRequest = z.strictObject({ reason: z.string().max(500).nullish() })
