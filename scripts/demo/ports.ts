import { findPortHolder } from '@/e2e/lab/ports/port-holder'
import { isPortFree } from '@/e2e/lab/ports/free-ports'
import { SetupError } from '../setup/root.mjs'
import type { DemoOptions } from './options'

export interface DemoPorts {
  masters: number[]
  zooKeepers: number[]
  peers: [peer: number, leader: number][]
}

/** The seed's ports: masters from 8081, ZooKeeper from 2181, its peers from 2888 and 3888. */
export function deriveDemoPorts({ masters, quorum }: Pick<DemoOptions, 'masters' | 'quorum'>): DemoPorts {
  const members = Array.from({ length: quorum }, (_, i) => i)
  return {
    masters: Array.from({ length: masters }, (_, i) => 8081 + i),
    zooKeepers: members.map((i) => 2181 + i),
    peers: members.map((i) => [2888 + i, 3888 + i]),
  }
}

/** Throws SetupError naming every taken port and, where visible, its process. */
export async function checkPorts(ports: DemoPorts, options: DemoOptions): Promise<void> {
  const wanted: [number, string][] = [
    ...ports.masters.map((port): [number, string] => [port, `the JobManager localhost:${port}`]),
    ...ports.zooKeepers.map((port): [number, string] => [port, 'ZooKeeper']),
    // A single server runs standalone and binds no peer ports.
    ...(options.quorum === 3 ? ports.peers.flat().map((port): [number, string] => [port, 'the ZooKeeper quorum']) : []),
    ...(options.console ? [[options.port, 'the console'] satisfies [number, string]] : []),
  ]
  const twice = wanted.find(([port], i) => wanted.findIndex(([other]) => other === port) !== i)
  if (twice) throw new SetupError(`Port ${twice[0]} would be needed twice. Give the console another one: --port 8090.`)
  const taken: string[] = []
  for (const [port, what] of wanted) {
    if (await isPortFree(port)) continue
    const holder = findPortHolder(port)
    taken.push(`Port ${port}, needed by ${what}, is taken${holder ? ` by ${holder}` : ''}.`)
  }
  if (taken.length === 0) return
  const onlyConsole = taken.length === 1 && taken[0]?.includes('the console')
  throw new SetupError(
    `${taken.join('\n')}\n${onlyConsole ? 'End that program, or give the console another port: npm run demo -- --port 8090.' : 'The demo uses the ports of Flink’s own example; end what has them and try again.'}`,
  )
}
