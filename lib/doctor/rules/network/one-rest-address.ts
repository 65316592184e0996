import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { isLoopback, isWildcard } from '@/lib/base/host-names'
import { getMasterHosts, isStandaloneHa } from '../../hosts'
import { fixByUnsetting } from '../../fix'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'

/** `--host` of jobmanager.sh sets jobmanager.rpc.address, not rest.address. */
export const oneRestAddress: Rule = {
  id: 'network/one-rest-address',
  severity: 'warning',
  title: 'Every JobManager publishes the same REST address',
  why: 'The leader writes its REST address into ZooKeeper, where clients read it. With rest.address set it is always that address, and clients ask the wrong process after a takeover.',
  source: {
    text: 'Flink, ClusterEntrypoint.loadConfiguration and RestServerEndpoint.start (tried with 2.3.0)',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-runtime/src/main/java/org/apache/flink/runtime/rest/RestServerEndpoint.java',
  },
  canBeWrong: 'The address may be that of a load balancer which finds the leader, or each host may have a file of its own.',
  check(input) {
    const {
      restAddress: { from, value },
      restBindAddress,
    } = input.configuration.effective.options
    const hosts = getMasterHosts(input)
    if (!isStandaloneHa(input) || hosts.length < 2 || typeof from !== 'object' || from?.key !== 'rest.address') return []
    const bind = isSet(restBindAddress) ? (restBindAddress.value ?? '') : '0.0.0.0'
    // Bound to one interface, that interface's address is published instead; a loopback one must change anyway.
    if (!isWildcard(bind) && !isLoopback(bind)) return []
    return [
      {
        sentence: `rest.address is ${quoteForSentence(value ?? '')} for JobManagers on ${hosts.length} hosts, so the leader’s REST address in ZooKeeper does not tell which of them leads.`,
        whatToDo: 'Remove rest.address: each JobManager then publishes its host of masters.',
        places: [placeOf(input, 'restAddress')],
        fix: fixByUnsetting(input, 'restAddress'),
      },
    ]
  },
}
