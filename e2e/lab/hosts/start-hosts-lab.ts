import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LabOptions } from '@/e2e/lab/cluster/lab'
import { deriveLayout, layOut, type LabLayout } from '@/e2e/lab/cluster/layout'
import type { ConfSettings } from '@/e2e/lab/conf/settings'
import type { ZooKeeperMember } from '@/e2e/lab/conf/zoo-cfg'
import { getFlink, getFlinkVersion } from '@/e2e/lab/distribution/flink'
import { findLabJava } from '@/e2e/lab/distribution/java-archives'
import { sayNothing } from '@/e2e/lab/distribution/say'
import { compareVersions } from '@/e2e/lab/distribution/version'
import { LabError } from '@/e2e/lab/errors'
import { getJobJar } from '@/e2e/lab/job/build-job'
import { findHostsObstacle } from './can-make-hosts'
import { Host } from './host'
import { createHostsLauncher } from './hosts-launcher'
import { SpreadLab, type HostsLab } from './hosts-lab'
import { createHostsFolder, writeNetwork } from './hosts-folder'
import { claimNetwork, planHost, plugIn, releaseNetwork, type NetworkPlan } from './network'
import { makeSshFiles } from './ssh-keys'

export interface HostsLabOptions extends Pick<LabOptions, 'flink' | 'keys' | 'jobs' | 'sessionTimeoutMs' | 'more' | 'job' | 'say'> {
  /** Each runs a JobManager and a ZooKeeper member; default 3. */
  hosts?: number
  /** On the last hosts, one each; default 1. */
  taskManagers?: number
}

/**
 * Starts hosts on this machine and a cluster on them. Throws LabError 'no-rights' where hosts cannot be made: call findHostsObstacle first.
 */
export async function startHostsLab(options: HostsLabOptions = {}): Promise<HostsLab> {
  const obstacle = await findHostsObstacle()
  if (obstacle) throw new LabError('no-rights', obstacle)
  const say = options.say ?? sayNothing
  const distribution = await getFlink(options.flink ?? '2.3.0', say)
  const version = await getFlinkVersion(distribution)
  const javaHome = await findLabJava(version, say)
  const folder = await createHostsFolder()
  const network = await claimNetwork()
  await writeNetwork(folder, network, options.hosts ?? 3)
  const layout = deriveLayout(folder)
  const hosts = await switchOn(folder, layout.logFolder, network, options.hosts ?? 3)
  try {
    const members = hosts.map(({ ip }, i) => toMemberSettings(i + 1, ip))
    const settings = toSettings(options, version, javaHome, layout, hosts, members, folder)
    await layOut(distribution, layout, settings, members)
    const jar = () => getJobJar(distribution, version)
    const plan = {
      folder,
      isOwn: true,
      layout,
      settings,
      members,
      jar,
      launcher: createHostsLauncher(layout, hosts),
      options: { ...options, taskManagers: settings.workers.length },
      say,
    }
    const lab = new SpreadLab(plan, hosts, network)
    await lab.startAll().catch(async (error) => {
      await lab.close()
      throw error
    })
    return lab
  } catch (error) {
    await Promise.all(hosts.map((host) => host.remove()))
    await releaseNetwork(network)
    throw error
  }
}

async function switchOn(folder: string, flinkLogFolder: string, network: NetworkPlan, count: number): Promise<Host[]> {
  const addresses = Array.from({ length: count }, (_, i) => planHost(network, i))
  const ssh = await makeSshFiles(join(folder, 'ssh'), addresses)
  const hostsFile = join(folder, 'hosts')
  await writeFile(hostsFile, ['127.0.0.1 localhost', ...addresses.map(({ ip, name }) => `${ip} ${name}`), ''].join('\n'))
  const logFolder = join(folder, 'hosts-log')
  for (const one of [logFolder, flinkLogFolder]) await mkdir(one, { recursive: true })
  const hosts = addresses.map((address) => new Host(address, ssh, hostsFile, logFolder, flinkLogFolder))
  try {
    for (const address of addresses) await plugIn(network, address)
    await Promise.all(hosts.map((host) => host.start()))
    return hosts
  } catch (error) {
    await Promise.all(hosts.map((host) => host.remove()))
    await releaseNetwork(network)
    throw error
  }
}

// The host's own /tmp: a member's data is its own, and is removed with the host.
function toMemberSettings(id: number, host: string): ZooKeeperMember {
  return { id, host, clientPort: 2181, peerPort: 2888, leaderPort: 3888, dataDir: '/tmp/zookeeper' }
}

function toSettings(
  options: HostsLabOptions,
  flink: string,
  javaHome: string | null,
  layout: LabLayout,
  hosts: Host[],
  members: ZooKeeperMember[],
  folder: string,
): ConfSettings {
  return {
    flink,
    keys: options.keys ?? (compareVersions(flink, '2.0') >= 0 ? 'current' : 'recovery'),
    masters: hosts.map(({ ip }) => `${ip}:8081`),
    workers: hosts.slice(-(options.taskManagers ?? 1)).map(({ ip }) => ip),
    connectString: members.map(({ host, clientPort }) => `${host}:${clientPort}`).join(','),
    pathRoot: '/flink',
    storageFolder: layout.storageFolder,
    checkpointFolder: layout.checkpointFolder,
    scratchFolder: layout.scratchFolder,
    // Flink's default, /tmp: every host has its own.
    pidFolder: null,
    slots: Math.max(4, options.jobs ?? 1),
    sessionTimeoutMs: options.sessionTimeoutMs === undefined ? 6000 : options.sessionTimeoutMs,
    bindHost: '0.0.0.0',
    sshOptions: `-F ${join(folder, 'ssh', 'client_config')}`,
    javaHome,
    more: options.more ?? {},
  }
}
