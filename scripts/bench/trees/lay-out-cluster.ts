import { linkSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClusterPlan } from './plan-cluster'

const recorded = fileURLToPath(new URL('../../../lib/testing/recorded/flink/', import.meta.url))

/** Writes the recorded conf folder, for this cluster's ZooKeeper, root, ports and folder, and every file its pointers name. Returns the conf folder. */
export function layOutCluster(plan: ClusterPlan, zooKeeperPort: number): string {
  const confDir = join(plan.folder, 'conf')
  mkdirSync(confDir, { recursive: true })
  const source = join(recorded, plan.version, 'conf')
  for (const name of readdirSync(source))
    writeFileSync(join(confDir, name), toOwn(readFileSync(join(source, name), 'utf8'), plan, zooKeeperPort))
  // The file that shows the version of a Flink home: without it, it would be unknown that 1.0 had no cluster-id level.
  mkdirSync(join(plan.folder, 'lib'), { recursive: true })
  writeFileSync(join(plan.folder, 'lib', `flink-dist_2.11-${plan.version}.jar`), '')
  writeFiles(plan)
  return confDir
}

function toOwn(text: string, plan: ClusterPlan, zooKeeperPort: number): string {
  return text
    .replaceAll('localhost:2181', `localhost:${zooKeeperPort}`)
    .replaceAll('clientPort=2181', `clientPort=${zooKeeperPort}`)
    .replaceAll('localhost:8081', `localhost:${plan.ports[0]}`)
    .replaceAll('localhost:8082', `localhost:${plan.ports[1]}`)
    .replaceAll('path.root: /flink', `path.root: ${plan.pathRoot}`)
    .replaceAll(`/opt/flink/store/run/${plan.version}`, plan.folder)
}

// One file of each length, linked under every name: thousands of names, little disk.
function writeFiles({ folder, files }: ClusterPlan): void {
  const made = new Set<string>()
  for (const { path, bytes } of files) {
    const template = join(folder, `.${bytes}`)
    if (!made.has(template)) writeFileSync(template, Buffer.alloc(bytes))
    made.add(template)
    mkdirSync(dirname(path), { recursive: true })
    linkSync(template, path)
  }
}
