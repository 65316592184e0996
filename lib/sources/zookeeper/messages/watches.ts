import 'server-only'
import type { JuteWriter } from '../jute'
import { opCodes } from './op-codes'
import type { Operation } from './operation'

// AddWatchRequest { ustring path; int mode } since 3.6; ErrorResponse { int err }. The node need not exist. SetWatches { long relativeZxid;
// vector<ustring> dataWatches, existWatches, childWatches } by header alone SetWatches2 { … as SetWatches …; vector<ustring>
// persistentWatches, persistentRecursiveWatches } since 3.6 SetWatches fires at once for every node that changed after relativeZxid;
// persistent watches are only set again.

export type PersistentWatchMode = 'persistent' | 'persistent-recursive'

/** org.apache.zookeeper.AddWatchMode */
const modes: Readonly<Record<PersistentWatchMode, number>> = { persistent: 0, 'persistent-recursive': 1 }

export function addWatchOperation(path: string, mode: PersistentWatchMode): Operation<void> {
  return {
    name: 'addWatch',
    opCode: opCodes.addWatch,
    path,
    isRead: true,
    write: (writer) => writer.string(path).int(modes[mode]),
    read: () => undefined,
  }
}

export interface WatchPaths {
  data: string[]
  exist: string[]
  child: string[]
}

function writePaths(writer: JuteWriter, relativeZxid: bigint, paths: WatchPaths): void {
  writer.long(relativeZxid)
  for (const list of [paths.data, paths.exist, paths.child]) writer.vector(list, (w, path) => w.string(path))
}

export function setWatchesOperation(relativeZxid: bigint, paths: WatchPaths): Operation<void> {
  return {
    name: 'setWatches',
    opCode: opCodes.setWatches,
    isRead: true,
    write: (writer) => writePaths(writer, relativeZxid, paths),
    read: () => undefined,
  }
}

export interface PersistentWatchPaths {
  persistent: string[]
  recursive: string[]
}

export function setWatches2Operation(relativeZxid: bigint, paths: WatchPaths & PersistentWatchPaths): Operation<void> {
  return {
    name: 'setWatches2',
    opCode: opCodes.setWatches2,
    isRead: true,
    write(writer) {
      writePaths(writer, relativeZxid, paths)
      for (const list of [paths.persistent, paths.recursive]) writer.vector(list, (w, path) => w.string(path))
    },
    read: () => undefined,
  }
}
