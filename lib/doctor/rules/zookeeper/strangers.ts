import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { parseQuorum } from '@/lib/flink/configuration/quorum'
import type { DoctorInput, OtherCluster } from '../../doctor-input'
import { isThisMachine } from '@/lib/base/host-names'
import { isSameHost } from '../../machines'
import { placeIn, placeObserved, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { zookeeperSources } from './sources'

/** Contenders from hosts that are not the cluster's. */
export const foreignContenders: Rule = {
  id: 'zookeeper/foreign-contenders',
  severity: 'error',
  title: 'Another cluster’s JobManagers in this election',
  why: 'When one of them wins, it leads this cluster: it runs these jobs with its own configuration, and these TaskManagers connect to it.',
  source: zookeeperSources.pages,
  canBeWrong: 'A host of this cluster may go by another name or address there than in conf/masters.',
  check(input) {
    const { mode, masters, clusterId, znodeRoot } = input.configuration
    const foreign = findForeign(input)
    if (mode !== 'zookeeper' || masters.length === 0 || foreign.length === 0) return []
    const owner = input.others.find(({ hosts }) => foreign.every((one) => hosts.some((host) => isSameHost(host, one.host))))
    const id = clusterId === null ? 'pathRoot' : 'clusterId'
    return [
      {
        sentence: `${toList(foreign.map(({ address }) => quoteForSentence(address)))} ${foreign.length === 1 ? 'takes' : 'take'} part in the election below ${quoteForSentence(znodeRoot)}, but ${foreign.length === 1 ? 'is on no host' : 'are on no hosts'} of conf/masters${showOwner(owner)}.`,
        whatToDo: `Give each cluster its own ${placeOf(input, id).key ?? 'root'}; if they belong to this one, add their lines to conf/masters.`,
        places: [placeObserved(foreign[0]?.znode ?? null), placeOf(input, id)],
      },
    ]
  },
}

/** Contenders that match no line of masters and whose host is the cluster's, or not known. */
export const unlistedContenders: Rule = {
  id: 'zookeeper/unlisted-contenders',
  severity: 'warning',
  title: 'Contenders that are in no line of masters',
  why: 'Such a process can win the election. stop-cluster.sh does not stop it, and its log is in no known place.',
  source: zookeeperSources.startCluster,
  canBeWrong: 'A process that died a moment ago takes part until its session ends.',
  check(input) {
    const { mode, masters, znodeRoot } = input.configuration
    const foreign = findForeign(input).map(({ znode }) => znode)
    const left = (input.observed?.strangers ?? []).filter(({ znode }) => !foreign.includes(znode))
    if (mode !== 'zookeeper' || masters.length === 0 || left.length === 0) return []
    return [
      {
        sentence: `${left.length === 1 ? 'One contender' : `${left.length} contenders`} of the election below ${quoteForSentence(znodeRoot)} ${left.length === 1 ? 'matches' : 'match'} no line of conf/masters: ${toList(left.map(({ znode, address }) => quoteForSentence(address ?? znode.slice(znode.lastIndexOf('/') + 1))))}.`,
        whatToDo:
          'Find the process by its session (“cons” of ZooKeeper tells the host). End it, write its line into conf/masters, or, when it is another cluster’s, give each cluster its own root.',
        places: [placeObserved(left[0]?.znode ?? null), placeIn('masters')],
      },
    ]
  },
}

function findForeign(input: DoctorInput): { znode: string; address: string; host: string }[] {
  return (input.observed?.strangers ?? []).flatMap(({ znode, address, isOnOurHost }) => {
    const host = address === null ? null : findHost(address)
    return host === null || address === null || (isOnOurHost ?? isOurs(input, host)) ? [] : [{ znode, address, host }]
  })
}

function showOwner(owner: OtherCluster | undefined): string {
  return owner ? `; the cluster ${quoteForSentence(owner.name)} has JobManagers there` : ''
}

/** Whether a host is in masters, by its name alone. */
function isOurs({ configuration: { masters } }: DoctorInput, host: string): boolean {
  // An address may be that of a named machine or of this one, so it is not known to differ.
  return (
    isThisMachine(host) ||
    masters.some((master) => isSameHost(master.host, host) || isThisMachine(master.host) || isUnlike(master.host, host))
  )
}

function isUnlike(one: string, other: string): boolean {
  const isAddress = (host: string) => /^[\d.]+$/.test(host) || host.includes(':')
  return isAddress(one) !== isAddress(other)
}

/** `host:port`, with or without brackets. */
function findHost(address: string): string | null {
  return parseQuorum(address.replace(/^https?:\/\//, '')).members[0]?.host ?? null
}
