import type { z } from 'zod'
import type * as znodes from './schemas/znode'

export type ZnodeView = z.infer<typeof znodes.znode>
