import { expect, it } from 'vitest'
import { aConf } from '../../testing/a-conf'
import { runDoctor } from '../../run-doctor'

const healthy = {
  'flink-conf.yaml': [
    'high-availability: zookeeper',
    'high-availability.zookeeper.quorum: zk1:2181,zk2:2181,zk3:2181',
    'high-availability.cluster-id: /east',
    'high-availability.storageDir: hdfs:///flink/ha',
    'high-availability.jobmanager.port: 50010-50019',
    'high-availability.zookeeper.client.tolerate-suspended-connections: true',
    'state.checkpoints.dir: hdfs:///flink/checkpoints',
    'blob.server.port: 50100-50199',
  ].join('\n'),
  masters: 'jm1:8081\njm2:8081',
  workers: 'tm1\ntm2',
}

it.each(['1.14.6', '1.16.3', '1.18.1', '1.20.1'])('A healthy folder of Flink %s has at most two notes', (flinkVersion) => {
  const findings = runDoctor(aConf(healthy, { flinkVersion }))
  expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([])
  expect(findings.length).toBeLessThanOrEqual(2)
  expect(findings.find(({ rule }) => rule === 'security/left-open')?.sentence).toBe(
    'The REST API takes requests from anyone who reaches it; every ZooKeeper client may write Flink’s znodes; pid files lie in /tmp.',
  )
})

it('A REST API that is explicitly open and accepts jars is a warning of its own', () => {
  const text = `${healthy['flink-conf.yaml']}\nrest.bind-address: 0.0.0.0\nweb.submit.enable: true\nenv.pid.dir: /run/flink`
  const findings = runDoctor(aConf({ ...healthy, 'flink-conf.yaml': text }))
  expect(
    findings.filter(({ rule }) => rule.startsWith('security/')).map(({ rule, severity, sentence }) => [rule, severity, sentence]),
  ).toEqual([
    ['security/open-rest', 'warning', expect.stringContaining('listen on “0.0.0.0”')],
    ['security/left-open', 'note', 'Every ZooKeeper client may write Flink’s znodes.'],
  ])
})

/** Published folders that work as they are: TLS towards ZooKeeper alone, and externalized checkpoints of their time. */
const published: [what: string, flinkVersion: string, files: Record<string, string>][] = [
  [
    'TLS towards ZooKeeper',
    '1.20.1',
    {
      'flink-conf.yaml': [
        'high-availability.type: zookeeper',
        'high-availability.zookeeper.quorum: zk1:2281,zk2:2281,zk3:2281',
        'high-availability.zookeeper.path.root: /flink',
        'high-availability.cluster-id: /east',
        'high-availability.storageDir: hdfs:///flink/ha',
        'high-availability.jobmanager.port: 50010',
        'high-availability.zookeeper.client.tolerate-suspended-connections: true',
        'execution.checkpointing.dir: hdfs:///flink/checkpoints',
        'env.java.opts.all: -Dzookeeper.client.secure=true -Dzookeeper.clientCnxnSocket=org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.ClientCnxnSocketNetty -Dzookeeper.ssl.trustStore.location=/etc/flink/trust.jks',
      ].join('\n'),
      masters: 'jm1:8081\njm2:8081\n',
      workers: 'tm1\ntm2\n',
      'zoo.cfg': [
        'tickTime=2000',
        'initLimit=10',
        'syncLimit=5',
        'dataDir=/var/lib/zookeeper',
        'secureClientPort=2281',
        'serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory',
        'ssl.keyStore.location=/etc/zk/server.jks',
        'ssl.trustStore.location=/etc/zk/trust.jks',
        ...[1, 2, 3].map((id) => `server.${id}=zk${id}:2888:3888`),
      ].join('\n'),
    },
  ],
  [
    'externalized checkpoints',
    '1.4.2',
    {
      'flink-conf.yaml': [
        'high-availability: zookeeper',
        'high-availability.zookeeper.quorum: zk1:2181,zk2:2181,zk3:2181',
        'high-availability.storageDir: s3://bucket/recovery',
        'high-availability.cluster-id: /east',
        'high-availability.jobmanager.port: 50010',
        'state.backend: filesystem',
        'state.backend.fs.checkpointdir: s3://bucket/checkpoints',
        'state.checkpoints.dir: s3://bucket/externalized',
      ].join('\n'),
      masters: 'jm1:8081\njm2:8081\n',
      slaves: 'tm1\n',
    },
  ],
]

it.each(published)('A published folder with %s of Flink %s has notes alone, at most two', (_, flinkVersion, files) => {
  const findings = runDoctor(aConf(files, { flinkVersion }))
  expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([])
  expect(findings.map(({ rule }) => rule).length).toBeLessThanOrEqual(2)
})
