import 'server-only'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { Changed, Feed, GatheredFacts } from './feed'

export interface StorageFeed extends Feed { want(jobs: readonly unknown[]): void }
export function startStorageFeed(_facts: GatheredFacts, _configuration: HaConfiguration, _readAgain: (path: string) => Promise<unknown>, _changed: Changed): StorageFeed {
  return { want() {}, close() {} }
}
