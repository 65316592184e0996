import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ConfSettings } from '@/e2e/lab/conf/settings'
import type { ZooKeeperMember } from '@/e2e/lab/conf/zoo-cfg'
import { getFlink, getFlinkVersion } from '@/e2e/lab/distribution/flink'
import { findLabJava } from '@/e2e/lab/distribution/java-archives'
import { sayNothing } from '@/e2e/lab/distribution/say'
import { compareVersions, isVersion } from '@/e2e/lab/distribution/version'
import { getJobJar } from '@/e2e/lab/job/build-job'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import type { Lab, LabOptions } from './lab'
import { createLauncher } from './launch'
import { deriveLayout, layOut, type LabLayout } from './layout'
import { createLabFolder } from './lab-folder'
import { LocalLab } from './local-lab'

/**
 * Starts a real HA cluster on this machine and returns when it leads, has its slots and checkpoints its jobs. On any failure everything
 * already started is ended again. Throws LabError with a sentence.
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const say = options.say ?? sayNothing
  const version = options.flinkHome ? await getFlinkVersion(options.flinkHome) : (options.flink ?? '2.3.0')
  // Before the download: without a Java it would be for nothing.
  const javaHome = options.javaHome ?? (isVersion(version) ? await findLabJava(version, say) : null)
  const distribution = options.flinkHome ?? (await getFlink(version, say))
  const jar = options.jobs === 0 ? null : await getJobJar(distribution, version)
  const folder = options.folder ? resolve(options.folder) : await createLabFolder()
  await mkdir(folder, { recursive: true })
  const layout = deriveLayout(folder)
  const members = await planMembers(options, layout)
  const settings = await planSettings(options, version, javaHome, layout, members)
  await layOut(distribution, layout, settings, members)
  const lab = new LocalLab({
    folder,
    isOwn: !options.folder,
    layout,
    settings,
    members,
    jar: jar ?? (() => getJobJar(distribution, version)),
    launcher: createLauncher(layout, javaHome),
    options,
    say,
  })
  try {
    await lab.startAll()
    return lab
  } catch (error) {
    await lab.close()
    throw error
  }
}

async function planMembers(options: LabOptions, layout: LabLayout): Promise<ZooKeeperMember[]> {
  const count = options.quorum ?? 1
  const free = await getFreePorts(count * 3)
  // The seed's example counts from 0; a quorum's ids start at 1 as in every ZooKeeper guide.
  return Array.from({ length: count }, (_, i) => {
    const id = count === 1 ? 0 : i + 1
    const [peerPort, leaderPort] = options.peerPorts?.[i] ?? [free[i * 3] ?? 0, free[i * 3 + 1] ?? 0]
    return {
      id,
      host: 'localhost',
      clientPort: options.zooKeeperPorts?.[i] ?? free[i * 3 + 2] ?? 0,
      peerPort,
      leaderPort,
      dataDir: layout.zooKeeperData(id),
    }
  })
}

async function planSettings(
  options: LabOptions,
  flink: string,
  javaHome: string | null,
  layout: LabLayout,
  members: ZooKeeperMember[],
): Promise<ConfSettings> {
  const ports = options.masterPorts ?? (await getFreePorts(options.masters ?? 2))
  return {
    flink,
    keys: options.keys ?? (compareVersions(flink, '2.0') >= 0 ? 'current' : 'recovery'),
    masters: ports.map((port) => `localhost:${port}`),
    workers: ['localhost'],
    connectString: members.map((member) => `${member.host}:${member.clientPort}`).join(','),
    pathRoot: '/flink',
    storageFolder: layout.storageFolder,
    checkpointFolder: layout.checkpointFolder,
    scratchFolder: layout.scratchFolder,
    pidFolder: layout.pidFolder,
    slots: Math.max(4, options.jobs ?? 1),
    sessionTimeoutMs: options.sessionTimeoutMs === undefined ? 6000 : options.sessionTimeoutMs,
    bindHost: 'localhost',
    sshOptions: null,
    javaHome,
    more: options.more ?? {},
  }
}
