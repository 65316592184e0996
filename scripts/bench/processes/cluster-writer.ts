// Plays the JobManagers' part in ZooKeeper: holds two sessions per cluster, and makes checkpoints as Flink does.
import { createZooKeeperClient, type ZooKeeperClient, type ZooKeeperClientOptions } from '@/lib/sources/zookeeper/client'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import type { MultiOperation } from '@/lib/sources/zookeeper/messages/multi'
import type { Owner, PlannedNode } from '../trees/plan-cluster'
import { CheckpointLoad } from './checkpoint-load'
import { serveParent } from './serve-parent'
import type { LoadFigures, ClusterWriteRequest, OperationsRequest, TreeRequest } from './write-clusters'

/** Nodes of one multi: far below the server's limit of 1 MB per request. */
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

async function write({ servers, operations }: OperationsRequest): Promise<void> {
  await withClient({ servers }, async (client) => {
    for (let from = 0; from < operations.length; from += atOnce) await client.multi(operations.slice(from, from + atOnce))
  })
}

async function createDenied({ servers, path }: { servers: string; path: string }): Promise<void> {
  await withClient({ servers, auth: { scheme: 'digest', credentials: 'owner:secret' } }, async (client) => {
    await client.create(path.slice(0, path.lastIndexOf('/')), Buffer.alloc(0))
    await client.create(path, Buffer.alloc(0), { acl: [{ permissions: 31, scheme: 'auth', id: '' }] })
  })
}

async function withClient(options: ZooKeeperClientOptions, act: (client: ZooKeeperClient) => Promise<void>): Promise<void> {
  const client = createZooKeeperClient(options)
  await act(client).finally(() => client.close())
}

function toCreate({ path, data, owner }: PlannedNode): MultiOperation {
  return { kind: 'create', path, data, mode: owner === null ? 'persistent' : 'ephemeral' }
}

serveParent({
  writeTree,
  write,
  createDenied,
  startLoad(request: ClusterWriteRequest): void {
    const client = sessions.get(request.id)?.leader
    if (!client) throw new Error(`no cluster ${request.id}`)
    load = new CheckpointLoad(client, request, (error) => {
      // A node that is gone at the end of a run is expected; any other error would make the figures worthless.
      if (!(ZooKeeperError.is(error) && error.code === 'no-node')) console.error(error)
    })
    load.start()
  },
  takeLoadFigures: (): LoadFigures | null => load?.takeFigures() ?? null,
  stopLoad: () => load?.stop(),
})
