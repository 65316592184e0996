import { isFlinkAtLeast } from '@/lib/flink/configuration/version'
import { isLoopback } from '@/lib/base/host-names'
import { getMasterHosts, isStandaloneHa } from '../../hosts'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'

/** Debian writes `127.0.1.1 hostname` into /etc/hosts: the JobManager then listens where no other host can connect. */
export const loopbackName: Rule = {
  id: 'masters/loopback-name',
  severity: 'warning',
  title: 'A host of masters is a loopback address here',
  why: 'A process that is told this name binds or announces an address that leads every other host to itself.',
  source: {
    text: 'Debian Reference, “The hostname resolution” (127.0.1.1 in /etc/hosts)',
    url: 'https://www.debian.org/doc/manuals/debian-reference/ch05.en.html#_the_hostname_resolution',
  },
  canBeWrong: 'The other hosts may resolve the name rightly; since 1.11 Flink listens on all interfaces unless told otherwise.',
  check(input) {
    const { masters } = input.configuration
    if (!isStandaloneHa(input) || getMasterHosts(input).length < 2 || masters.some(({ host }) => isLoopback(host))) return []
    const named = masters.filter(({ host }) => input.environment.hosts.get(host)?.loopback === true)
    // All names are loopback: a test machine that stands for several hosts.
    if (named.length === masters.length) return []
    // Since 1.11 the RPC service listens on all interfaces; before, on the address the name resolves to.
    const severity = isFlinkAtLeast(input.configuration.effective.version, '1.11') ? 'note' : 'warning'
    return [...new Set(named.map(({ host }) => host))].map((host) => ({
      severity,
      sentence: `${host} resolves only to a loopback address on the machine where this check ran, while masters has other hosts.`,
      whatToDo: `Take ${host} off the lines of /etc/hosts that begin with 127., and give it the address by which the other hosts reach it.`,
      places: masters.filter((line) => line.host === host).map(({ line }) => placeIn('masters', line)),
    }))
  },
}
