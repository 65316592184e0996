import type { HaTree } from '@/lib/flink/layouts/types'
import { findHostPort } from '@/lib/model/hosts-agree'

/** As many lines of masters are read. The names come from ZooKeeper, and one cluster must not fill the addresses of all. */
const mostHosts = 200

type Published = Pick<HaTree, 'leader' | 'rest'>

/** Has the host that a leader published resolved: it may have been started by another name than its line of masters. */
export function createPublishedHosts(want: (hosts: Iterable<string>) => void): (tree: Published) => void {
  const asked = new Set<string>()
  return ({ leader, rest }) => {
    for (const record of [leader, rest]) {
      const host = record && findHostPort(record.address)?.host
      if (!host || (!asked.has(host) && asked.size >= mostHosts)) continue
      asked.add(host)
      want([host])
    }
  }
}
