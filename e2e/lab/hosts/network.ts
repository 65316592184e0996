import { LabError } from '@/e2e/lab/errors'
import { runCommand } from '@/e2e/lab/process/run-command'

/** Names of one network of hosts; interface names have at most 15 characters. */
export interface NetworkPlan {
  /** Third byte of 10.77.x.0/24. */
  subnet: number
  bridge: string
  /** Address of the machine itself on the bridge. */
  gateway: string
}

export interface HostAddress {
  name: string
  ip: string
  netns: string
  /** The end of the cable at the bridge; the other end is eth0 in the host. */
  cable: string
}

/** 10.77.1.0 to 10.77.249.0. */
const subnets = 249

export function planNetwork(subnet: number): NetworkPlan {
  return { subnet, bridge: `usb${subnet}`, gateway: `10.77.${subnet}.1` }
}

export function planHost(network: NetworkPlan, index: number): HostAddress {
  const name = `jm${index + 1}`
  return {
    name,
    ip: `10.77.${network.subnet}.${11 + index}`,
    netns: `understudy-${network.subnet}-${name}`,
    cable: `usv${network.subnet}-${index + 1}`,
  }
}

/**
 * Takes a free 10.77.x.0/24 by making its bridge: that succeeds for one of two that try at once. Not always from the first one on, or what
 * one test run has just removed could be another run's again the next moment.
 */
export async function claimNetwork(): Promise<NetworkPlan> {
  for (let tried = 0; tried < subnets; tried++) {
    const plan = planNetwork(1 + ((process.pid + tried) % subnets))
    const made = await runCommand('ip', ['link', 'add', plan.bridge, 'type', 'bridge'])
    if (made.code !== 0) continue
    await ip('addr', 'add', `${plan.gateway}/24`, 'dev', plan.bridge)
    await ip('link', 'set', plan.bridge, 'up')
    return plan
  }
  throw new LabError('no-rights', 'No bridge could be made in 10.77.0.0/16: all names are taken or the rights are missing.')
}

export async function plugIn(network: NetworkPlan, host: HostAddress): Promise<void> {
  await ip('netns', 'add', host.netns)
  await ip('link', 'add', host.cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', host.netns)
  await ip('link', 'set', host.cable, 'master', network.bridge, 'up')
  await ip('-n', host.netns, 'addr', 'add', `${host.ip}/24`, 'dev', 'eth0')
  await ip('-n', host.netns, 'link', 'set', 'eth0', 'up')
  await ip('-n', host.netns, 'link', 'set', 'lo', 'up')
  await ip('-n', host.netns, 'route', 'add', 'default', 'via', network.gateway)
}

/** Pulls or plugs the host's cable: packets just vanish, no connection is closed. */
export async function setCable(host: HostAddress, state: 'up' | 'down'): Promise<void> {
  await ip('link', 'set', host.cable, state)
}

/** Removes a host's name space, whatever still runs in it, and its cable; missing ones are fine. */
export async function unplug(host: Pick<HostAddress, 'netns' | 'cable'>): Promise<void> {
  const { stdout } = await runCommand('ip', ['netns', 'pids', host.netns])
  for (const pid of stdout
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 1))
    killQuietly(pid)
  await runCommand('ip', ['link', 'del', host.cable])
  await runCommand('ip', ['netns', 'del', host.netns])
}

export async function releaseNetwork(network: NetworkPlan): Promise<void> {
  await runCommand('ip', ['link', 'del', network.bridge])
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone in the meantime.
  }
}

async function ip(...args: string[]): Promise<void> {
  const result = await runCommand('ip', args, { timeoutMs: 60_000 })
  if (result.code !== 0) throw new LabError('no-rights', `ip ${args.join(' ')}: ${result.stderr.trim()}`)
}
