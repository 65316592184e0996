import { isLoopback } from '@/lib/base/host-names'
import { isStandaloneHa } from '../../hosts'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'

/** `localhost` means another machine on each machine. */
export const mixedLocalhost: Rule = {
  id: 'masters/mixed-localhost',
  severity: 'error',
  title: 'localhost beside other hosts in masters',
  why: 'The host of masters is the address that a JobManager publishes in ZooKeeper. Other hosts that read “localhost” there connect to themselves. And as soon as one line names another host, start-cluster.sh uses ssh for every line, localhost included.',
  source: {
    text: 'Flink, bin/config.sh (readMasters) and bin/start-cluster.sh',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/flink-bin/bin/config.sh',
  },
  canBeWrong: 'All names may lead to one and the same machine; then only ssh to localhost matters.',
  check(input) {
    const { masters } = input.configuration
    const local = masters.filter(({ host }) => isLoopback(host))
    const other = masters.find(({ host }) => !isLoopback(host))
    const [first] = local
    if (!isStandaloneHa(input) || !first || !other) return []
    const isOneMachine = masters.every(({ host }) => isLoopback(host) || input.environment.hosts.get(host)?.loopback === true)
    return [
      {
        severity: isOneMachine ? 'note' : 'error',
        sentence: isOneMachine
          ? `masters names ${first.master} beside ${other.master}, so start-cluster.sh uses ssh for every line, though all lead to this machine.`
          : `masters names ${first.master} beside ${other.master}: when ${first.master} leads, other hosts look for it on themselves.`,
        whatToDo: 'Write a name instead that means the same machine on every host.',
        places: [...local.map(({ line }) => placeIn('masters', line)), placeIn('masters', other.line)],
      },
    ]
  },
}
