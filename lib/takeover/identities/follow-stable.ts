import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { readElection } from '../election/read-election'
import { rememberStableReading } from '../election/stable-readings'
import type { ReadinessTrackerContext } from './tracker-context'

/** The election is read once it has not changed for so long. */
const stableMs = 700

/** Reads the election whenever it has changed and is stable again: the first of the two readings that a takeover needs. */
export function followStable({ clusterId, getPlace, log }: ReadinessTrackerContext) {
  let line = ''
  let timer: NodeJS.Timeout | null = null
  async function remember(): Promise<void> {
    const place = await getPlace()
    if (place) rememberStableReading(clusterId, await readElection(place, { withLocks: false }))
  }
  return {
    look({ leader, jobManagers, cluster }: ClusterSnapshot): void {
      const now = `${leader?.leaderSessionId} ${jobManagers.map(({ zkSessionId, inLine }) => `${zkSessionId}/${inLine}`).join()}`
      if (now === line || cluster.control === 'none') return
      line = now
      if (timer) clearTimeout(timer)
      timer = setTimeout(
        () => void remember().catch((error: unknown) => log.debug({ err: error, cluster: clusterId }, 'The election was not read')),
        stableMs,
      )
      timer.unref()
    },
    close: () => void (timer && clearTimeout(timer)),
  }
}
