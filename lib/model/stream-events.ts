import type { z } from 'zod'
import type * as events from './schemas/events'

export type SettingsChange = z.infer<typeof events.settingsChange>
export type PatchEvent = z.infer<typeof events.patchEvent>
/** RFC 6902. The server sends `add`, `remove` and `replace` only (fast-json-patch `compare`). */
export type PatchOperation = PatchEvent['patch'][number]

type Heartbeat = z.infer<typeof events.beat>
/** The list of clusters and the activity have no revision. */
export type ReceivedHeartbeat = Pick<Heartbeat, 'now' | 'epoch'> & Partial<Heartbeat>
