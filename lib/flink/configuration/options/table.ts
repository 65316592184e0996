import { addressOptions } from './addresses'
import type { OptionDefinition, OptionEra } from './definition'
import { highAvailabilityOptions } from './high-availability'
import { stateOptions } from './state'
import { environmentOptions } from './environment'
import { zooKeeperClientOptions } from './zookeeper-client'
import { znodeNameOptions } from './znode-names'
import { isFlinkAtLeast, type FlinkVersion } from '../version'

/** Every option that matters for high availability, over all eras. */
export const optionTable = {
  ...highAvailabilityOptions,
  ...zooKeeperClientOptions,
  ...znodeNameOptions,
  ...addressOptions,
  ...stateOptions,
  ...environmentOptions,
} as const satisfies Record<string, OptionDefinition>

export type OptionId = keyof typeof optionTable

export const optionIds = Object.keys(optionTable) as OptionId[]

export function getOption(id: OptionId): OptionDefinition {
  return optionTable[id]
}

/** The era of an option that a version belongs to; the oldest one for versions before all eras. */
export function getOptionEra(id: OptionId, version: FlinkVersion): OptionEra {
  const { eras } = getOption(id)
  const era = eras.find(({ from }) => isFlinkAtLeast(version, from)) ?? eras.at(-1)
  if (!era) throw new TypeError(`option ${id} has no era`)
  return era
}

const allKeys = new Map(optionIds.map((id) => [id, [...new Set(getOption(id).eras.flatMap(({ keys }) => keys))]]))

/** All names the option ever had, newest first. */
export function getOptionKeys(id: OptionId): readonly string[] {
  return allKeys.get(id) ?? []
}
