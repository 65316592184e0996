import 'server-only'
import type { Clock } from '@/lib/base/clock'
import type { OwnConfig } from '@/lib/model/facts'
import { readOwnConfig } from './own-config'
import { createRestClient, type RestClient, type RestTarget } from './rest-client'
import { RestError } from './rest-error'

export const ownConfigLimits = { limitMs: 3_000, maxBytes: 1024 * 1024 }

interface FirstProcess {
  /** Its connection, which stays the same. */
  client: RestClient
  config: OwnConfig
}

/**
 * Whether another process answers on a new connection, as behind one name for several hosts or a load balancer: then nothing that is seen
 * here is of one JobManager. The first is asked once more: where it was only restarted, it is the other now.
 * @returns what to show; null: no second process was met
 */
export async function findSecondProcess(
  target: RestTarget,
  clock: Clock,
  first: FirstProcess,
  signal: AbortSignal,
): Promise<string | null> {
  const fresh = createRestClient(target, clock)
  try {
    const other = await ask(fresh, first.config, signal)
    if (other === null || toIdentity(other) === toIdentity(first.config)) return null
    const again = await ask(first.client, first.config, signal)
    if (again === null || toIdentity(again) !== toIdentity(first.config)) return null
    const found = [first.config, other].map(toShown).sort()
    return `several processes answer here, one at ${found[0]} and one at ${found[1]}: give each JobManager a line of masters with an address of its own`
  } finally {
    fresh.close()
  }
}

async function ask(client: RestClient, { flinkVersion }: OwnConfig, signal: AbortSignal): Promise<OwnConfig | null> {
  try {
    const reading = readOwnConfig(await client.get('/jobmanager/config', { ...ownConfigLimits, signal }), flinkVersion)
    return reading.ok ? reading.value : null
  } catch (error) {
    if (RestError.is(error)) return null
    throw error
  }
}

/** Where its RPC listens: with high availability a random port by default, and never that of another process on its host. */
function toIdentity({ rpcAddress, rpcPort }: OwnConfig): string {
  return JSON.stringify([rpcAddress, rpcPort])
}

function toShown({ rpcAddress, rpcPort }: OwnConfig): string {
  return `${rpcAddress ?? 'an unknown host'}:${rpcPort ?? '?'}`
}
