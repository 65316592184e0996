import 'server-only'
import type { JuteReader } from '../jute'

// WatcherEvent { int type; int state; ustring path }      comes with xid -1

export type WatchEventType = 'created' | 'deleted' | 'dataChanged' | 'childrenChanged'

export interface WatchEvent {
  type: WatchEventType
  path: string
}

/** org.apache.zookeeper.Watcher.Event.EventType */
const types: Readonly<Record<number, WatchEventType>> = { 1: 'created', 2: 'deleted', 3: 'dataChanged', 4: 'childrenChanged' }

/** Null for events that are not about a node: session events (-1) and removed watches (5, 6, 7). */
export function readWatchEvent(reader: JuteReader): WatchEvent | null {
  const type = types[reader.int()]
  reader.int()
  const path = reader.text()
  return type === undefined ? null : { type, path }
}
