import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

/** Longer than it takes to connect to a quorum that runs. */
const silenceMs = 10_000

/**
 * Whether an observer has had its first answer or failure, i.e. whether what it shows is more than "just started".
 * A cluster that is down must not keep the console from being ready: silence is a failure too.
 *
 * @param runningMs since the process began to observe
 */
export function hasFirstAnswer({ revision, sources }: Pick<ClusterSnapshot, 'revision' | 'sources'>, runningMs: number): boolean {
  const { zookeeper, jobManagers, configuration } = sources
  if (zookeeper.lastHeardAt !== null || jobManagers.lastHeardAt !== null) return true
  const isConfigurationRead = configuration.state === 'live'
  const hasConfigurationFailed = !isConfigurationRead && revision > 1
  const isNothingToHear = isConfigurationRead && zookeeper.state === 'off' && jobManagers.state === 'off'
  return hasConfigurationFailed || isNothingToHear || runningMs > silenceMs
}
