import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { toHostKey } from '@/lib/base/host-names'
import { getMasterHosts, isStandaloneHa } from '../../hosts'
import { showClusters } from '../../other-cluster'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'

/** The stop script kills the last pid of the file, whichever cluster wrote it. */
export const sharedPidDir: Rule = {
  id: 'environment/shared-pid-dir',
  severity: 'warning',
  title: 'Two clusters with one pid folder',
  why: 'flink-daemon.sh names a pid file for the user and the kind of process, not for the cluster, and stops the last pid in it. With one folder for two clusters of a user, stopping one stops processes of the other.',
  source: {
    text: 'Flink, bin/flink-daemon.sh',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/flink-bin/bin/flink-daemon.sh',
  },
  canBeWrong: 'The clusters may run as different users, or with FLINK_IDENT_STRING or FLINK_PID_DIR of their own.',
  check(input) {
    const own = input.configuration.effective.options.pidDir.value
    if (!isStandaloneHa(input) || own === null) return []
    const hosts = new Set(getMasterHosts(input))
    const path = toPath(own)
    const sharing = input.others.filter(
      ({ pidDir, hosts: theirs }) => pidDir !== null && toPath(pidDir) === path && theirs.some((host) => hosts.has(toHostKey(host))),
    )
    if (sharing.length === 0) return []
    const shared = [...new Set(sharing.flatMap(({ hosts: theirs }) => theirs.filter((host) => hosts.has(toHostKey(host)))))]
    return [
      {
        sentence: `${showClusters(sharing, 'has', 'have')} the same pid folder, ${quoteForSentence(own)}, on ${toList(shared.map((host) => quoteForSentence(host)))}.`,
        whatToDo: 'Set env.pid.dir to a folder of its own for each cluster, while they are stopped.',
        places: [placeOf(input, 'pidDir')],
      },
    ]
  },
}

function toPath(folder: string): string {
  return folder.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
}
