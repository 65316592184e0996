import type { OptionId } from '@/lib/flink/configuration/options/table'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import type { DoctorInput } from '../../doctor-input'
import { isLoopback, toHostKey } from '@/lib/base/host-names'
import { isKnownLoopback, isStandaloneHa } from '../../hosts'
import { fixOption, fixByUnsetting } from '../../fix'
import { isSet, placeOf } from '../../places'
import type { Hit, Rule } from '../../rule'

/** Flink’s own config.yaml binds everything to localhost; a cluster with further hosts in masters must change that too. */
export const loopbackBind: Rule = {
  id: 'network/loopback-bind',
  severity: 'error',
  title: 'Listens on localhost only, while others must connect',
  why: 'A JobManager publishes its host name of masters, but listens on the loopback interface alone: TaskManagers and clients on other hosts are refused, and so is a takeover on another host.',
  source: {
    text: 'Flink, JobManagerOptions.BIND_HOST, RestOptions.BIND_ADDRESS, TaskManagerOptions.BIND_HOST; Flink’s own conf/config.yaml since 1.15',
    url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#jobmanager-bind-host',
  },
  canBeWrong: 'The names in masters may all lead to 127.0.0.1, or a process may be started with -D.',
  check(input) {
    const { masters, workers } = input.configuration
    const remote = masters.filter(({ host }) => !isKnownLoopback(input, host))
    if (!isStandaloneHa(input)) return []
    const remoteWorkers = workers.filter(({ host }) => !isKnownLoopback(input, host))
    const hosts = new Set([...masters, ...workers].map(({ host }) => toHostKey(host)))
    const jobManagers = remote[0]
      ? [
          find(input, 'jobManagerBindHost', 'error', `JobManagers of masters such as ${remote[0].master}`),
          find(input, 'restBindAddress', 'warning', `the web UI and REST API of masters such as ${remote[0].master}`),
        ]
      : []
    const taskManagers =
      remoteWorkers[0] && hosts.size > 1
        ? [
            find(input, 'taskManagerBindHost', 'error', `TaskManagers on hosts such as ${remoteWorkers[0].host}`),
            find(input, 'taskManagerHost', 'error', `TaskManagers on hosts such as ${remoteWorkers[0].host}`),
          ]
        : []
    return [...jobManagers, ...taskManagers].flatMap((hit) => hit ?? [])
  },
}

function find(input: DoctorInput, id: OptionId, severity: 'error' | 'warning', whom: string): Hit | null {
  const option = input.configuration.effective.options[id]
  if (!isSet(option) || option.value === null || !isLoopback(option.value)) return null
  const place = placeOf(input, id)
  const address = id === 'taskManagerHost'
  return {
    severity,
    sentence: `${place.key ?? ''} is ${quoteForSentence(option.value)}, so ${whom} ${address ? 'publish an address that leads every other host to itself' : 'can be reached from their own host alone'}.`,
    whatToDo: address
      ? 'Remove it: a TaskManager finds its address by itself; or set it on each host to that host’s name.'
      : 'Set it to 0.0.0.0, or to an address that the other hosts reach.',
    places: [place],
    fix: address ? fixByUnsetting(input, id) : fixOption(input, id, '0.0.0.0'),
  }
}
