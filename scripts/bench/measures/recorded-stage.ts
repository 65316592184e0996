import { join } from 'node:path'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import type { BenchContext } from '../context'
import { startWitness, type Witness } from '../processes/commit'
import { startClusterWriter, type ClusterWriter } from '../processes/write-clusters'
import { layOutCluster } from '../trees/lay-out-cluster'
import { planCluster, type ClusterPlan } from '../trees/plan-cluster'
import { startFakes } from '../trees/start-fakes'
import { writeUnderstudyFile } from '../trees/write-understudy'

/** One cluster of Flink 2.3 made from the recording: real ZooKeeper, JobManagers that answer as recorded, real files. */
export interface RecordedStage {
  zookeeper: RealZooKeeper
  plan: ClusterPlan
  writer: ClusterWriter
  witness: Witness
  /** Path of the understudy.yaml that names it. */
  config: string
  close(): Promise<void>
}

/** The disk is not measured: transactions are not forced to it, as on a server with a write cache. */
export const zooKeeperOptions = {
  members: 1,
  tickTimeMs: 2000,
  javaOptions: ['-Xmx768m', '-XX:TieredStopAtLevel=4', '-Dzookeeper.forceSync=no'],
} as const

export async function startRecordedStage({ folder }: BenchContext, id: string, jobs: number): Promise<RecordedStage> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const one of closers.reverse()) await one()
  }
  try {
    const zookeeper = await startZooKeeper(zooKeeperOptions)
    closers.push(() => zookeeper.close())
    const [leader = 0, standby = 0] = await getFreePorts(2)
    const plan = planCluster({ id, version: '2.3.0', folder: join(folder, id), ports: [leader, standby], jobs })
    const confDir = layOutCluster(plan, zookeeper.members[0]?.port ?? 0)
    closers.push(await startFakes(plan))
    const writer = startClusterWriter()
    closers.push(() => writer.close())
    await writer.writeTree(zookeeper.connectString, plan)
    const witness = await startWitness(zookeeper.connectString)
    closers.push(() => witness.close())
    return { zookeeper, plan, writer, witness, config: writeUnderstudyFile(plan.folder, [{ id, confDir }]), close }
  } catch (error) {
    await close()
    throw error
  }
}
