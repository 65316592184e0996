import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { parseQuorum } from '@/lib/flink/configuration/quorum'
import { joinZnodes } from '@/lib/flink/configuration/znode-root'
import type { DoctorInput, ObservedJobManager } from '../../doctor-input'
import { findObservedOption, findReportingJobManagers } from '../../observed-option'
import { placeObserved, placeOf } from '../../places'
import type { Hit, Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { showMember } from './ensemble'
import { zookeeperSources } from './sources'

/** JobManagers whose own options name different ensembles or znodes: they do not see each other's election. */
export const differingJobManagers: Rule = {
  id: 'zookeeper/differs-between-job-managers',
  severity: 'error',
  title: 'JobManagers do not meet in one election',
  why: 'Each group elects a leader of its own: two leaders, of which neither is a standby for the other.',
  source: zookeeperSources.highAvailability,
  canBeWrong: 'Names that differ may lead to the same ZooKeeper servers.',
  check(input) {
    const jobManagers = findReportingJobManagers(input)
    if (input.configuration.mode !== 'zookeeper' || jobManagers.length < 2) return []
    return [...checkRoots(input, jobManagers), ...checkQuorums(input, jobManagers)]
  },
}

function checkRoots(input: DoctorInput, jobManagers: readonly ObservedJobManager[]): Hit[] {
  const { pathRoot, clusterId } = input.configuration.effective.options
  const groups = group(jobManagers, (jm) => {
    const id = clusterId.keys.length === 0 ? null : (findObservedOption(input, jm, 'clusterId') ?? '/default')
    return joinZnodes(findObservedOption(input, jm, 'pathRoot') ?? '/flink', id)
  })
  if (groups.size < 2) return []
  return [
    {
      sentence: `The JobManagers keep their znodes in different places: ${showGroups(groups)}.`,
      whatToDo: `Set ${pathRoot.keys[0]}${clusterId.keys[0] ? ` and ${clusterId.keys[0]}` : ''} alike on all hosts and restart those that differ.`,
      places: [placeObserved('pathRoot'), placeOf(input, 'pathRoot')],
    },
  ]
}

function checkQuorums(input: DoctorInput, jobManagers: readonly ObservedJobManager[]): Hit[] {
  const answering = jobManagers.filter((jm) => findObservedOption(input, jm, 'quorum') !== null)
  const groups = group(answering, (jm) => {
    const { members, chroot } = parseQuorum(findObservedOption(input, jm, 'quorum') ?? '')
    return `${members.map(showMember).sort().join(',')}${chroot}`
  })
  const parsed = [...groups.keys()].map((text) => parseQuorum(text))
  const [first] = parsed
  // Quorum lines that share a member count as one ensemble.
  const isOne = parsed.every(
    ({ members, chroot }) =>
      first && chroot === first.chroot && members.some((member) => first.members.some((other) => showMember(other) === showMember(member))),
  )
  if (groups.size < 2 || isOne) return []
  return [
    {
      sentence: `The JobManagers use different ZooKeepers: ${showGroups(groups)}.`,
      whatToDo: `Set ${input.configuration.effective.options.quorum.keys[0]} alike on all hosts and restart those that differ.`,
      places: [placeObserved('quorum'), placeOf(input, 'quorum')],
    },
  ]
}

function group(jobManagers: readonly ObservedJobManager[], toKey: (jm: ObservedJobManager) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const jm of jobManagers) groups.set(toKey(jm), [...(groups.get(toKey(jm)) ?? []), jm.master])
  return groups
}

function showGroups(groups: ReadonlyMap<string, string[]>): string {
  return [...groups]
    .slice(0, 5)
    .map(([value, masters]) => `${toList(masters)} ${masters.length === 1 ? 'has' : 'have'} ${quoteForSentence(value)}`)
    .join('; ')
}
