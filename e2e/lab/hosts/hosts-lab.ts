import { join } from 'node:path'
import { LabError } from '@/e2e/lab/errors'
import type { Lab } from '@/e2e/lab/cluster/lab'
import { LocalLab, type LocalLabPlan } from '@/e2e/lab/cluster/local-lab'
import type { Host } from './host'
import { findOnHost, getHost, type DaemonKind } from './hosts-launcher'
import { releaseNetwork, type NetworkPlan } from './network'

/** A lab on several hosts: masters and ZooKeeper members by address, started by Flink's own scripts over ssh. */
export interface HostsLab extends Lab {
  readonly hosts: Host[]
  /** For `ssh -F` from this machine. */
  readonly sshConfig: string
  /** The host of a master or member, by its `10.77.x.y:port`. */
  getHost(address: string): Host
}

export class SpreadLab extends LocalLab implements HostsLab {
  readonly sshConfig: string

  constructor(
    plan: LocalLabPlan,
    readonly hosts: Host[],
    private readonly network: NetworkPlan,
  ) {
    super(plan)
    this.sshConfig = plan.settings.sshOptions?.replace(/^-F /, '') ?? ''
    for (const host of hosts) this.record({ name: `host ${host.name}`, ...host.init })
  }

  getHost(address: string): Host {
    return getHost(this.hosts, address.split(':')[0] ?? '')
  }

  override async close(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.remove()))
    await releaseNetwork(this.network)
    await super.close()
  }

  protected override async startZooKeepers(): Promise<void> {
    await this.runScript('start-zookeeper-quorum.sh')
    for (const member of this.zookeepers) member.process.adopt(await this.find(member.settings.host, 'zooKeeper'))
  }

  protected override async startCluster(): Promise<void> {
    await this.runScript('start-cluster.sh')
    for (const { master, process } of this.masters) process.adopt(await this.find(master, 'jobManager'))
    for (const worker of this.settings.workers) this.createTaskManager().adopt(await this.find(worker, 'taskManager'))
  }

  private find(address: string, kind: DaemonKind) {
    return findOnHost(this.getHost(address), kind, new Set())
  }

  private async runScript(script: string): Promise<void> {
    const first = this.hosts[0]
    const result = await first?.run(`/bin/bash -l '${join(this.flinkHome, 'bin', script)}'`, 120_000)
    if (result?.code !== 0)
      throw new LabError('start-failed', `${script} failed: ${(result?.stderr || result?.stdout || '').trim().slice(-600)}`)
  }
}
