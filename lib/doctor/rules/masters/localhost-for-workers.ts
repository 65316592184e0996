import { isLoopback } from '@/lib/base/host-names'
import { isKnownLoopback, isStandaloneHa } from '../../hosts'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'

/** TaskManagers on other hosts read the leader's address in ZooKeeper and connect to themselves. */
export const localhostForWorkers: Rule = {
  id: 'masters/localhost-for-workers',
  severity: 'error',
  title: 'localhost in masters while TaskManagers run elsewhere',
  why: 'The host of masters is the address that a JobManager publishes in ZooKeeper. A TaskManager on another host that reads “localhost” there connects to itself, and never registers.',
  source: {
    text: 'Flink, ClusterEntrypoint.loadConfiguration (--host becomes jobmanager.rpc.address)',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-runtime/src/main/java/org/apache/flink/runtime/entrypoint/ClusterEntrypoint.java',
  },
  canBeWrong: 'The hosts in workers may all be names of this machine.',
  check(input) {
    const { masters, workers } = input.configuration
    const remote = workers.filter(({ host }) => !isKnownLoopback(input, host))
    const [first, worker] = [masters[0], remote[0]]
    // Mixed lines have a finding of their own.
    if (!isStandaloneHa(input) || !first || !worker || !masters.every(({ host }) => isLoopback(host))) return []
    return [
      {
        sentence: `masters names ${first.master}, but a TaskManager is to run on ${worker.host}${remote.length > 1 ? ` and on ${remote.length - 1} more hosts` : ''}, where ${first.host} is another machine.`,
        whatToDo: 'Write the name into masters by which the other hosts reach this machine.',
        places: [...masters.map(({ line }) => placeIn('masters', line)), placeIn('workers', worker.line)],
      },
    ]
  },
}
