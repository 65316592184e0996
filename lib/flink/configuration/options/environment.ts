import { since, type OptionDefinition } from './definition'

/** CoreOptions that Flink's scripts read, and YarnConfigOptions. */
export const environmentOptions = {
  pidDir: {
    kind: 'path',
    eras: [since('0.9', ['env.pid.dir'], '/tmp')],
    doc: 'Where the scripts keep pid files (CoreOptions.FLINK_PID_DIR, bin/config.sh).',
  },
  logDir: {
    kind: 'path',
    eras: [since('0.9', ['env.log.dir'], null)],
    doc: 'By default log beside bin (CoreOptions.FLINK_LOG_DIR, bin/config.sh).',
  },
  sshOptions: {
    kind: 'text',
    eras: [since('0.9', ['env.ssh.opts'], null)],
    doc: 'Arguments of ssh in start-cluster.sh (CoreOptions.FLINK_SSH_OPTIONS).',
  },
  defaultScheme: {
    kind: 'uri',
    eras: [since('0.10', ['fs.default-scheme'], null), since('0.9', [], null)],
    doc: 'File system of paths without a scheme, else the local one; Hadoop’s own default does not count for them (CoreOptions.DEFAULT_FILESYSTEM_SCHEME, FileSystem.getDefaultFsUri).',
  },
  hadoopConfDir: {
    kind: 'path',
    eras: [since('0.9', ['env.hadoop.conf.dir'], null)],
    doc: 'Beaten by HADOOP_CONF_DIR in the environment (CoreOptions.FLINK_HADOOP_CONF_DIR, bin/config.sh).',
  },
  yarnConfDir: {
    kind: 'path',
    eras: [since('0.9', ['env.yarn.conf.dir'], null)],
    doc: 'Beaten by YARN_CONF_DIR in the environment (CoreOptions.FLINK_YARN_CONF_DIR, bin/config.sh).',
  },
  yarnApplicationAttempts: {
    kind: 'integer',
    eras: [since('0.9', ['yarn.application-attempts'], null)],
    doc: "Bounded by YARN's own yarn.resourcemanager.am.max-attempts; with HA 2 by default (YarnConfigOptions.APPLICATION_ATTEMPTS).",
  },
  yarnFailuresValidityInterval: {
    kind: 'integer',
    eras: [since('1.5', ['yarn.application-attempt-failures-validity-interval'], '10000'), since('0.9', [], null)],
    doc: 'Milliseconds, always without unit (YarnConfigOptions.APPLICATION_ATTEMPT_FAILURE_VALIDITY_INTERVAL.',
  },
  yarnPropertiesFile: {
    kind: 'path',
    eras: [since('0.9', ['yarn.properties-file.location'], null)],
    doc: 'YarnConfigOptions.PROPERTIES_FILE_LOCATION.',
  },
} as const satisfies Record<string, OptionDefinition>
