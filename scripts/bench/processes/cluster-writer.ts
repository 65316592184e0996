// Plays the JobManagers' part in ZooKeeper: holds two sessions a cluster, and makes checkpoints as Flink does.
import { createZooKeeperClient, type ZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { MultiOperation } from '@/lib/sources/zookeeper/messages/multi'
import type { Owner, PlannedNode } from '../trees/plan-cluster'
import { CheckpointLoad } from './checkpoint-load'
import { serveParent } from './serve-parent'
import type { LoadFigures, LoadRequest, TreeRequest } from './write-clusters'

/** Nodes of one multi: far below the server's limit of 1 MB a request. */
const atOnce = 100

const sessions = new Map<string, Record<Owner, ZooKeeperClient>>()
let load: CheckpointLoad | null = null

async function writeTree({ servers, id, nodes }: TreeRequest): Promise<number> {
  const own = { leader: createZooKeeperClient({ servers }), standby: createZooKeeperClient({ servers }) }
  sessions.set(id, own)
  const persistent = nodes.filter(({ owner }) => owner === null)
  for (let from = 0; from < persistent.length; from += atOnce) await own.leader.multi(persistent.slice(from, from + atOnce).map(toCreate))
  for (const owner of ['leader', 'standby'] as const) {
    const held = nodes.filter((node) => node.owner === owner)
    if (held.length > 0) await own[owner].multi(held.map(toCreate))
  }
  return nodes.length
}

function toCreate({ path, data, owner }: PlannedNode): MultiOperation {
  return { kind: 'create', path, data, mode: owner === null ? 'persistent' : 'ephemeral' }
}

serveParent({
  writeTree,
  startLoad(request: LoadRequest): void {
    const client = sessions.get(request.id)?.leader
    if (!client) throw new Error(`no cluster ${request.id}`)
    load = new CheckpointLoad(client, request, (error) => {
      // A node that is gone, at the end of a run, is no news; anything else would make the figures worthless.
      if (!(error instanceof ZooKeeperError && error.code === 'no-node')) console.error(error)
    })
    load.start()
  },
  takeLoadFigures: (): LoadFigures | null => load?.takeFigures() ?? null,
  stopLoad: () => load?.stop(),
})
