import { build } from 'esbuild'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { signalProcess } from '@/e2e/lab/process/identity'
import { waitUntil } from '@/e2e/lab/wait/until'
import { root as projectRoot } from '@/scripts/setup/root.mjs'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import type { StandInConf } from './conf'
import { createStandInCluster, findStandIns, type StandInCluster } from './cluster'

const session = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'
export const application = 'org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint'

export interface StandIns {
  /** understudy.yaml that names them all. */
  configFile: string
  flinkHome: string
  of(id: string): StandInCluster
  close(): Promise<void>
}

/**
 * So often each may be started, each time with an RPC port that no process had before: one that listens again would leave its former
 * process unproven dead.
 */
const starts = 6
const toPort = (master: string) => master.slice(master.lastIndexOf(':') + 1)

interface Kind {
  masters: number
  /** Default: a session cluster. */
  mainClass?: string
  /** On SIGTERM they end and leave everything in ZooKeeper. */
  halts?: boolean
}

interface Wanted {
  servers: string
  /** Clusters, each with so many JobManagers; started one after the other, so that the first line of masters leads. */
  clusters: Readonly<Record<string, number | Kind>>
  sessionTimeoutMs: number
}

/** Clusters of stand-ins for JobManagers on one real ZooKeeper, each with a conf folder, a root and a storage folder of its own. */
export async function startStandIns({ servers, clusters, sessionTimeoutMs }: Wanted): Promise<StandIns> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-stand-in-'))
  const flinkHome = await makeHome(folder)
  const client = createZooKeeperClient({ servers })
  const kinds = Object.entries(clusters).map(([id, kind]): [string, Kind] => [id, typeof kind === 'number' ? { masters: kind } : kind])
  const ports = await getFreePorts(kinds.reduce((sum, [, { masters }]) => sum + masters, 0))
  const all = new Map<string, StandInCluster>()
  for (const [id, { masters: count, mainClass = session, halts = false }] of kinds) {
    const masters = ports.splice(0, count).map((port) => `localhost:${port}`)
    const rpcPorts = Object.fromEntries(await Promise.all(masters.map(async (master) => [toPort(master), await getFreePorts(starts)])))
    const confDir = await makeConf(join(folder, id), masters, { servers, root: `/${id}`, sessionTimeoutMs, mainClass, halts, rpcPorts })
    all.set(id, createStandInCluster({ id, confDir, flinkHome, masters, storage: join(folder, id, 'storage'), client }))
  }
  const configFile = join(folder, 'understudy.yaml')
  await writeFile(configFile, JSON.stringify({ clusters: [...all.values()].map(({ id, confDir }) => ({ id, confDir, flinkHome })) }))
  const close = async () => {
    await client.close()
    for (const { identity } of findStandIns(folder)) signalProcess(identity, 'SIGKILL')
    await waitUntil('all stand-ins are gone', { within: 180_000, every: 20 }, () => findStandIns(folder).length === 0)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await startInOrder([...all.values()])
  } catch (error) {
    await close()
    throw error
  }
  return {
    configFile,
    flinkHome,
    close,
    of(id) {
      const cluster = all.get(id)
      if (!cluster) throw new Error(`No cluster ${id}`)
      return cluster
    },
  }
}

async function startInOrder(clusters: readonly StandInCluster[]): Promise<void> {
  for (let place = 0; clusters.some(({ masters }) => masters.length > place); place++) {
    const round = clusters.filter(({ masters }) => masters.length > place)
    await Promise.all(round.map((cluster) => cluster.start(cluster.masters[place]!)))
    await Promise.all(
      round.map((cluster) =>
        waitUntil(
          `${cluster.id} has ${place + 1} in line`,
          { within: 180_000, every: 200 },
          async () => (await cluster.look()).line.length === place + 1,
        ),
      ),
    )
  }
}

/** Flink's home as far as it is needed: a version, and the script that starts a JobManager. */
async function makeHome(folder: string): Promise<string> {
  const home = join(folder, 'flink')
  for (const name of ['bin', 'lib', 'classes']) await mkdir(join(home, name), { recursive: true })
  await writeFile(join(home, 'lib', 'flink-dist-2.3.0.jar'), '')
  await build({
    entryPoints: [join(projectRoot, 'lib/operations/testing/stand-in/jobmanager.ts')],
    outfile: join(home, 'classes', 'stand-in.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { 'server-only': join(projectRoot, 'lib/testing/server-only.ts') },
    tsconfig: join(projectRoot, 'tsconfig.json'),
    logLevel: 'silent',
  })
  for (const mainClass of [session, application]) await writeFile(join(home, 'classes', mainClass), 'import("./stand-in.mjs")\n')
  const script = `#!/bin/bash
# jobmanager.sh start HOST PORT
cd "$(dirname "$0")/../classes" || exit 1
[ "$1" = start ] || exit 64
echo "Starting standalonesession daemon on host $2."
(exec -a java ${process.execPath} "$(cat "$FLINK_CONF_DIR/main-class")" --configDir "$FLINK_CONF_DIR" --executionMode cluster --host "$2" --webui-port "$3" "-Dlog.file=$FLINK_CONF_DIR/../$3.log" </dev/null >>"$FLINK_CONF_DIR/../$3.out" 2>&1 &)
`
  await writeFile(join(home, 'bin', 'jobmanager.sh'), script)
  await chmod(join(home, 'bin', 'jobmanager.sh'), 0o755)
  return home
}

async function makeConf(
  folder: string,
  masters: string[],
  { mainClass, ...standIn }: StandInConf & { mainClass: string },
): Promise<string> {
  const { servers, root, sessionTimeoutMs } = standIn
  const confDir = join(folder, 'conf')
  const storage = join(folder, 'storage')
  await mkdir(confDir, { recursive: true })
  await mkdir(join(storage, 'default'), { recursive: true })
  const ha = {
    type: 'zookeeper',
    storageDir: `file://${storage}`,
    zookeeper: { quorum: servers, path: { root }, client: { 'session-timeout': sessionTimeoutMs } },
  }
  await writeFile(join(confDir, 'config.yaml'), JSON.stringify({ 'high-availability': ha, rest: { address: 'localhost' } }))
  await writeFile(join(confDir, 'masters'), masters.map((line) => `${line}\n`).join(''))
  await writeFile(join(confDir, 'workers'), 'localhost\n')
  await writeFile(join(confDir, 'stand-in.json'), JSON.stringify({ ...standIn, root: `${root}/default` }))
  await writeFile(join(confDir, 'main-class'), mainClass)
  return confDir
}
