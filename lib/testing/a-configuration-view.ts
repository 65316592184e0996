import { aConf } from '@/lib/doctor/testing/a-conf'
import { runDoctor } from '@/lib/doctor/run-doctor'
import { toConfigurationView, type ConfigurationView } from '@/lib/model/configuration-view'

const faultyFiles = {
  'flink-conf.yaml': [
    '# Flink 1.20, taken over from an older installation',
    'jobmanager.rpc.address: jm1',
    'recovery.mode: zookeeper',
    'high-availability.zookeeper.quorum: zk1:2181,zk2:2181',
    'high-availability.storageDir: file:///tmp/flink/recovery',
    'recovery.zookeeper.storageDir: hdfs:///flink/recovery',
    'high-availability.zookeeper.client.session-timeout: 60000',
    'state.backend: jobmanager',
    'restart-strategy: none',
    'rest.bind-address: 0.0.0.0',
    's3.secret-key: not-to-be-shown',
    'high-availabilty.jobmanager.port: 50010-50020',
    '',
  ].join('\n'),
  masters: 'jm1:8081\njm2:8081\njm2:8081\n',
  workers: 'tm1\ntm2\n',
  'zoo.cfg': 'tickTime=2000\ndataDir=/tmp/zookeeper\nclientPort=2181\nserver.1=zk1:2888:3888\nserver.2=zk2:2888:3888\n',
}

/** The page's view of a configuration with several faults; `healthy`: without faults. */
export function aConfigurationView(clusterId = 'east', files: Record<string, string> = faultyFiles, now = Date.now()): ConfigurationView {
  const input = aConf(files)
  const present = Object.fromEntries(Object.keys(files).map((name) => [name, { name, state: 'present' as const, problem: null }]))
  return toConfigurationView(clusterId, '/opt/flink/conf', present, input, { at: now - 60_000, findings: runDoctor(input) })
}

export const healthyFiles = {
  'config.yaml': [
    'high-availability:',
    '  type: zookeeper',
    '  storageDir: hdfs:///flink/recovery',
    '  jobmanager:',
    '    port: 50010-50012',
    '  zookeeper:',
    '    quorum: zk1:2181,zk2:2181,zk3:2181',
    '    path:',
    '      root: /flink-east',
    'execution:',
    '  checkpointing:',
    '    dir: hdfs:///flink/checkpoints',
    '    interval: 10 s',
    'rest:',
    '  bind-address: localhost',
    'env:',
    '  pid:',
    '    dir: /var/run/flink',
    '',
  ].join('\n'),
  masters: 'jm1:8081\njm2:8081\n',
}
