import type { Reason } from '../snapshot'
import type { Picture } from './picture'
import { toReason } from './to-reason'

/** The reason of a configuration that was only just asked for. */
export const BEING_READ = 'the configuration is being read'

export function configurationReasons({ facts }: Picture): Reason[] {
  const { configuration } = facts
  if (!configuration.known && configuration.reason === BEING_READ) return [toReason('reading', 'note', 'The configuration is being read.')]
  if (!configuration.known)
    return [
      toReason(
        'configuration-unread',
        'error',
        configuration.reason,
        facts.confDir,
        'Check the path in understudy.yaml or FLINK_CONF_DIR.',
      ),
    ]
  const { mode, connectString } = configuration.value
  if (mode !== 'zookeeper')
    return [
      toReason(
        'not-ha',
        'error',
        toModeSentence(mode),
        'high-availability.type',
        'Set high-availability.type: zookeeper and a quorum, then restart the JobManagers.',
      ),
    ]
  if (!connectString)
    return [
      toReason(
        'no-quorum-configured',
        'error',
        'No ZooKeeper quorum is configured, so nothing can be said about leadership.',
        'high-availability.zookeeper.quorum',
        'Set high-availability.zookeeper.quorum.',
      ),
    ]
  if (facts.jobManagers.length === 0)
    return [
      toReason(
        'no-masters',
        'error',
        'The masters file names no JobManager.',
        'conf/masters',
        'Write one line host:webUIPort for each JobManager into conf/masters.',
      ),
    ]
  return []
}

function toModeSentence(mode: string): string {
  if (mode === 'none') return 'High availability is off in this configuration: if the JobManager fails, its jobs are lost.'
  if (mode === 'unknown') return 'The high availability mode cannot be read from the configuration.'
  return `High availability is ${mode}, which this console does not observe; it reads ZooKeeper mode.`
}
