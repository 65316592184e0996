import { join } from 'node:path'
import { LabError } from '@/e2e/lab/errors'
import type { Launcher } from '@/e2e/lab/cluster/launch'
import type { LabLayout } from '@/e2e/lab/cluster/layout'
import { toLogFile, type StartedDaemon } from '@/e2e/lab/process/start-daemon'
import { waitUntil } from '@/e2e/lab/wait/until'
import type { Host } from './host'

const mainClasses = {
  jobManager: 'StandaloneSessionClusterEntrypoint',
  taskManager: 'TaskManagerRunner',
  zooKeeper: 'FlinkZooKeeperQuorumPeer',
}

export type DaemonKind = keyof typeof mainClasses

/** Finds the JVM of a kind that Flink's scripts started on a host; waits, for the scripts return before it exists. */
export async function findOnHost(host: Host, kind: DaemonKind, known: Set<number>, within = 240_000): Promise<StartedDaemon> {
  return waitUntil(`${kind} runs on ${host.name}`, { within, every: 200 }, () => {
    const found = host
      .getProcesses()
      .find(
        ({ pid, command }) =>
          !known.has(pid) && command[0]?.endsWith('java') && command.some((part) => part.endsWith(`.${mainClasses[kind]}`)),
      )
    if (!found) return null
    const logFile = toLogFile(found.command)
    return { ...found, logFile: logFile && host.fromOutside(logFile) }
  })
}

/** Starts single daemons on their hosts with Flink's scripts over ssh. */
export function createHostsLauncher(layout: LabLayout, hosts: Host[]): Launcher {
  const start = async (host: Host, kind: DaemonKind, script: string, ...args: string[]): Promise<StartedDaemon> => {
    const known = new Set(host.getProcesses().map(({ pid }) => pid))
    const result = await host.run(`/bin/bash -l '${join(layout.home, 'bin', script)}' start ${args.join(' ')} </dev/null`)
    if (result.code !== 0)
      throw new LabError('start-failed', `${script} on ${host.name} failed: ${(result.stderr || result.stdout).trim().slice(-400)}`)
    return findOnHost(host, kind, known)
  }
  return {
    jobManager: (master) => {
      const [ip = '', port = ''] = master.split(':')
      return start(getHost(hosts, ip), 'jobManager', 'jobmanager.sh', ip, port)
    },
    zooKeeper: (member) => start(getHost(hosts, member.host), 'zooKeeper', 'zookeeper.sh', String(member.id)),
    taskManager: (index) => start(hosts[index % hosts.length] ?? getHost(hosts, ''), 'taskManager', 'taskmanager.sh'),
  }
}

export function getHost(hosts: Host[], ip: string): Host {
  const host = hosts.find((one) => one.ip === ip)
  if (!host) throw new LabError('start-failed', `No host of the lab has the address ${ip}.`)
  return host
}
