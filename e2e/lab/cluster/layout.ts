import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyLogging, writeConf } from '@/e2e/lab/conf/write-conf'
import type { ConfSettings } from '@/e2e/lab/conf/settings'
import { toZooCfg, type ZooKeeperMember } from '@/e2e/lab/conf/zoo-cfg'
import { labJvmOptions } from '@/e2e/lab/distribution/java'
import { compareVersions } from '@/e2e/lab/distribution/version'
import { linkTree } from '@/e2e/lab/distribution/link-tree'

/** The folders of a lab, below its own. */
export function deriveLayout(folder: string) {
  return {
    home: join(folder, 'flink'),
    confDir: join(folder, 'flink', 'conf'),
    logFolder: join(folder, 'flink', 'log'),
    pidFolder: join(folder, 'pid'),
    storageFolder: join(folder, 'storage', 'recovery'),
    checkpointFolder: join(folder, 'storage', 'checkpoints'),
    scratchFolder: join(folder, 'scratch'),
    zooKeeperConf: (id: number) => join(folder, `zookeeper-${id}`, 'conf'),
    zooKeeperData: (id: number) => join(folder, `zookeeper-${id}`, 'data'),
  }
}

export type LabLayout = ReturnType<typeof deriveLayout>

/** Lays out a cluster's own home: programs as hard links, configuration, logs and data of its own. */
export async function layOut(distribution: string, layout: LabLayout, settings: ConfSettings, members: ZooKeeperMember[]): Promise<void> {
  for (const name of ['bin', 'lib', 'opt', 'plugins'])
    await linkTree(join(distribution, name), join(layout.home, name)).catch(ignoreMissing)
  const own = [layout.logFolder, layout.pidFolder, layout.storageFolder, layout.checkpointFolder, layout.scratchFolder]
  for (const folder of own) await mkdir(folder, { recursive: true })
  await writeConf(distribution, layout.confDir, settings)
  // On hosts of their own all members share the one conf folder, as Flink's start-zookeeper-quorum.sh has it.
  const isLocal = members.every(({ host }) => host === 'localhost')
  if (isLocal) for (const member of members) await layOutMember(distribution, layout, settings, member, members)
  const first = members[0]
  if (first) await writeFile(join(layout.confDir, 'zoo.cfg'), toZooCfg(first, members, settings.sessionTimeoutMs))
}

// bin/zookeeper.sh reads zoo.cfg from FLINK_CONF_DIR, so members on one machine need a conf folder each.
async function layOutMember(
  distribution: string,
  layout: LabLayout,
  settings: ConfSettings,
  member: ZooKeeperMember,
  members: ZooKeeperMember[],
): Promise<void> {
  const conf = layout.zooKeeperConf(member.id)
  await mkdir(member.dataDir, { recursive: true })
  await copyLogging(distribution, conf)
  await writeFile(join(conf, 'zoo.cfg'), toZooCfg(member, members, settings.sessionTimeoutMs))
  const isNew = compareVersions(settings.flink, '2.0') >= 0
  const lines = [
    `env.pid.dir: ${settings.pidFolder ?? layout.pidFolder}`,
    'zookeeper.heap.mb: 128',
    ...(isNew ? [] : [`env.java.opts: ${labJvmOptions}`]),
  ]
  await writeFile(join(conf, isNew ? 'config.yaml' : 'flink-conf.yaml'), `${lines.join('\n')}\n`)
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
