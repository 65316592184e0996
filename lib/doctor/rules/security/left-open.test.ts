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
