import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, it } from 'vitest'
import { waitUntil } from '@/e2e/lab'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { observeCluster, type ClusterObserver } from './cluster-observer'
import { createSharedSources, type SharedSources } from './shared-sources'

let ensemble: RealZooKeeper
let confDir: string
let shared: SharedSources
let observer: ClusterObserver

beforeAll(async () => {
  // Sessions of 4 s at the most: a ping every 1.3 s.
  ensemble = await startZooKeeper({ members: 1, tickTimeMs: 200 })
  const client = createZooKeeperClient({ servers: ensemble.connectString })
  await client.create('/flink', Buffer.alloc(0))
  await client.close()
  confDir = await mkdtemp(join(tmpdir(), 'understudy-quiet-'))
  await writeFile(
    join(confDir, 'flink-conf.yaml'),
    `recovery.mode: zookeeper\nrecovery.zookeeper.quorum: ${ensemble.connectString}\nrecovery.zookeeper.path.root: /flink\nrecovery.zookeeper.path.namespace: /\n`,
  )
  await writeFile(join(confDir, 'masters'), 'localhost:1\n')
  shared = createSharedSources(pino({ level: 'silent' }))
  const settings: ClusterSettings = {
    id: 'quiet',
    name: 'Quiet',
    confDir,
    flinkHome: null,
    zookeeper: null,
    hosts: { control: 'none', sshOptions: null, memberConfDirs: {} },
    webUi: null,
  }
  observer = observeCluster(settings, shared, 'epoch')
})
afterAll(async () => {
  observer?.close()
  await shared?.close()
  await ensemble?.close()
  await rm(confDir, { recursive: true, force: true })
})

it('The beat of a cluster without changes carries the time of ZooKeeper’s last ping answer', async () => {
  await waitUntil('ZooKeeper is read', { within: 120_000 }, () => observer.current().snapshot.sources.zookeeper.state === 'live')
  const heardAt = () => Date.parse(observer.beat(Date.now()).lastHeardAt.zookeeper ?? '')
  const first = heardAt()
  await waitUntil('it is heard again, twice', { within: 120_000 }, () => heardAt() > first + 2_000)
})
