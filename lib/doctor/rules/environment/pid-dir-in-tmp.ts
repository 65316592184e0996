import { isStandaloneHa } from '../../hosts'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'

/** Without its pid file no script can stop a process. */
export const pidDirInTmp: Rule = {
  id: 'environment/pid-dir-in-tmp',
  severity: 'note',
  title: 'Pid files under /tmp',
  why: 'Flink’s scripts know a process by its pid file alone. systemd-tmpfiles and tmp cleaners remove old files under /tmp; then stop-cluster.sh says that there is nothing to stop, and the old JobManager goes on in the election.',
  source: {
    text: 'Flink, bin/flink-daemon.sh; tmpfiles.d(5)',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/flink-bin/bin/flink-daemon.sh',
  },
  canBeWrong: 'FLINK_PID_DIR in the environment wins over the file; and processes may be started by other means than Flink’s scripts.',
  check(input) {
    const { pidDir } = input.configuration.effective.options
    if (!isStandaloneHa(input) || !/^(?:\/var)?\/tmp(?:\/|$)/.test(pidDir.value ?? '')) return []
    return [
      {
        sentence: isSet(pidDir)
          ? 'The scripts keep their pid files under /tmp.'
          : 'env.pid.dir is not set, so the scripts keep their pid files in /tmp.',
        whatToDo:
          'Set env.pid.dir to a folder of this cluster, such as run in its Flink folder, while the cluster is stopped: running processes have their pid files in the old one.',
        places: [placeOf(input, 'pidDir')],
      },
    ]
  },
}
