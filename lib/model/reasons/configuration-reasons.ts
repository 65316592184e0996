import type { Reason } from '../snapshot'
import type { VerdictInput } from './verdict-input'
import { createReason } from './to-reason'

/** The reason while the configuration is being read for the first time. */
export const beingRead = 'the configuration is being read'

export function configurationReasons({ facts }: VerdictInput): Reason[] {
  const { configuration } = facts
  if (!configuration.known && configuration.reason === beingRead)
    return [createReason('reading', 'note', 'The configuration is being read.')]
  if (!configuration.known)
    return [
      createReason(
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
      createReason(
        'not-ha',
        'error',
        toModeSentence(mode),
        'high-availability.type',
        'Set high-availability.type: zookeeper and a quorum, then restart the JobManagers.',
      ),
    ]
  if (!connectString)
    return [
      createReason(
        'no-quorum-configured',
        'error',
        'No ZooKeeper quorum is configured, so nothing can be said about leadership.',
        'high-availability.zookeeper.quorum',
        'Set high-availability.zookeeper.quorum.',
      ),
    ]
  if (facts.jobManagers.length === 0)
    return [
      createReason(
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
