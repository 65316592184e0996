import { addressOptions } from './addresses'
import { highAvailabilityOptions } from './high-availability'
import { stateOptions } from './state'
import { environmentOptions } from './environment'
import type { OptionId } from './table'
import { znodeNameOptions } from './znode-names'
import { zooKeeperClientOptions } from './zookeeper-client'

/** The options in groups for the reader. */
export const optionGroups: readonly { name: string; ids: readonly OptionId[] }[] = [
  toGroup('High availability', highAvailabilityOptions),
  toGroup('ZooKeeper client', zooKeeperClientOptions),
  toGroup('Checkpoints, state and recovery', stateOptions),
  toGroup('Addresses and ports', addressOptions),
  toGroup('Names of znodes', znodeNameOptions),
  toGroup('Scripts and YARN', environmentOptions),
]

function toGroup(name: string, options: Partial<Record<OptionId, unknown>>): { name: string; ids: OptionId[] } {
  return { name, ids: Object.keys(options) as OptionId[] }
}
