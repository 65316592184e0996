import { describe, expect, it } from 'vitest'
import { unprobedEnvironment, type DoctorInput, type ObservedJobManager, type OtherCluster } from '../../doctor-input'
import { aConf } from '../../testing/a-conf'
import { defaultRoot } from './default-root'
import { differingJobManagers } from './differing-job-managers'
import { sharedRoot } from './shared-root'
import { foreignContenders, unlistedContenders } from './strangers'

const head = 'high-availability: zookeeper\nhigh-availability.zookeeper.quorum: zk1:2181,zk2:2181'
const conf = (more = '', flinkVersion = '1.20.1', masters = 'jm1:8081\njm2:8081') =>
  aConf({ 'flink-conf.yaml': `${head}\n${more}`, masters }, { flinkVersion })
const idPlace = { file: 'flink-conf.yaml', line: null, key: 'high-availability.cluster-id' }
const rootPlace = { file: 'flink-conf.yaml', line: null, key: 'high-availability.zookeeper.path.root' }

function other(over: Partial<OtherCluster> = {}): OtherCluster {
  return {
    id: 'b',
    name: 'billing',
    quorum: ['ZK2:2181'],
    chroot: '',
    znodeRoot: '/flink/default',
    storageDir: null,
    pidDir: null,
    hosts: ['jm9'],
    ...over,
  }
}

describe('the root', () => {
  it('The default znode root is a note', () => {
    expect(defaultRoot.check(conf())).toEqual([
      {
        sentence: 'The cluster uses the default ZooKeeper path /flink/default, so a second cluster with default settings would collide.',
        whatToDo:
          'Set high-availability.cluster-id to a name of this cluster before there is a second one. A running cluster must be stopped first, with savepoints of its jobs: it does not find them below another name.',
        places: [idPlace, rootPlace],
      },
    ])
    expect(
      defaultRoot.check(aConf({ 'flink-conf.yaml': 'recovery.mode: zookeeper' }, { flinkVersion: '1.0.3' })).map(({ places }) => places),
    ).toEqual([[{ file: 'flink-conf.yaml', line: null, key: 'recovery.zookeeper.path.root' }]])
  })

  it('A znode root chosen by path, id or YARN is no finding', () => {
    const silent = [
      conf('high-availability.cluster-id: /prod'),
      conf('recovery.zookeeper.path.namespace: prod'),
      conf('high-availability.zookeeper.path.root: /prod'),
      conf('yarn.application-attempts: 10', '1.20.1', 'localhost:8081'),
      aConf({ 'flink-conf.yaml': 'high-availability: kubernetes' }),
    ]
    expect(silent.flatMap((input) => defaultRoot.check(input))).toEqual([])
  })

  it('A znode root shared with another cluster of the same ZooKeeper is an error', () => {
    expect(sharedRoot.check({ ...conf(), others: [other()] })).toEqual([
      {
        sentence: 'The cluster “billing” uses the same ZooKeeper and the same znode “/flink/default”.',
        whatToDo: 'Give each cluster its own high-availability.cluster-id, while they are stopped.',
        places: [idPlace, rootPlace],
      },
    ])
    expect(sharedRoot.check({ ...conf(), others: [other(), other({ name: 'orders' })] }).map(({ sentence }) => sentence)).toEqual([
      'The clusters “billing” and “orders” use the same ZooKeeper and the same znode “/flink/default”.',
    ])
    expect(sharedRoot.check({ ...conf('high-availability.cluster-id: b'), others: [other({ znodeRoot: '/flink/b' })] }).length).toBe(1)
  })

  it('A znode root in another ZooKeeper, chroot or name is not shared', () => {
    const others = [
      other({ quorum: ['zk9:2181'] }),
      other({ quorum: ['zk1:2182'] }),
      other({ chroot: '/b' }),
      other({ znodeRoot: '/flink/b' }),
      other({ znodeRoot: '/flink/default2' }),
    ]
    expect(sharedRoot.check({ ...conf(), others })).toEqual([])
    expect(sharedRoot.check({ ...conf('yarn.application-attempts: 10', '1.20.1', 'localhost:8081'), others: [other()] })).toEqual([])
  })

  it('The quorum “localhost” is one ZooKeeper only for clusters that share a host', () => {
    const local = (masters: string): DoctorInput =>
      aConf({ 'flink-conf.yaml': 'high-availability: zookeeper\nhigh-availability.zookeeper.quorum: localhost:2181', masters })
    const others = [other({ quorum: ['localhost:2181'], hosts: ['jm1.example.com'] })]
    expect([local('jm1:8081'), local('jm2:8081')].map((input) => sharedRoot.check({ ...input, others }).length)).toEqual([1, 0])
  })
})

describe('the observed election', () => {
  const strangers = (addresses: (string | null)[]) => ({
    jobManagers: [],
    members: [],
    jobs: [],
    strangers: addresses.map((address, index) => ({ znode: `/flink/default/leader/latch/_c_${index}`, address, isOnOurHost: null })),
  })

  it('Contenders on foreign hosts are a finding that names their cluster', () => {
    expect(foreignContenders.check({ ...conf(), others: [other()], observed: strangers(['jm9:8081', 'jm1:8099', null]) })).toEqual([
      {
        sentence:
          '“jm9:8081” takes part in the election below “/flink/default”, but is on no host of conf/masters; the cluster “billing” has JobManagers there.',
        whatToDo: 'Give each cluster its own high-availability.cluster-id; if they belong to this one, add their lines to conf/masters.',
        places: [{ file: null, line: null, key: '/flink/default/leader/latch/_c_0' }, idPlace],
      },
    ])
  })

  it('Contenders on the cluster’s hosts, or on an unknown host, are not foreign', () => {
    expect(
      foreignContenders.check({
        ...conf(),
        observed: strangers(['jm1:8099', 'jm2.example.com:1', '10.0.0.9:8081', 'localhost:8081', null]),
      }),
    ).toEqual([])
    expect(foreignContenders.check({ ...conf('', '1.20.1', 'localhost:8081'), observed: strangers(['jm9:8081']) })).toEqual([])
    expect(foreignContenders.check({ ...conf(), environment: unprobedEnvironment })).toEqual([])
  })

  it('Contenders are judged by their addresses where these are known', () => {
    const see = (isOnOurHost: boolean) =>
      foreignContenders
        .check({ ...conf(), observed: { ...strangers([]), strangers: [{ znode: '/x', address: '10.0.0.9', isOnOurHost }] } })
        .map(({ sentence }) => sentence)
    expect([see(false), see(true)]).toEqual([
      ['“10.0.0.9” takes part in the election below “/flink/default”, but is on no host of conf/masters.'],
      [],
    ])
  })

  it('Contenders in no line of masters are a finding, without those reported as foreign', () => {
    expect(unlistedContenders.check({ ...conf(), observed: strangers(['jm9:8081', 'jm1:8099', null]) })).toEqual([
      {
        sentence: '2 contenders of the election below “/flink/default” match no line of conf/masters: “jm1:8099” and “_c_2”.',
        whatToDo:
          'Find the process by its session (“cons” of ZooKeeper tells the host). End it, write its line into conf/masters, or, when it is another cluster’s, give each cluster its own root.',
        places: [
          { file: null, line: null, key: '/flink/default/leader/latch/_c_1' },
          { file: 'masters', line: null, key: null },
        ],
      },
    ])
    expect([strangers(['jm9:8081']), strangers([])].flatMap((observed) => unlistedContenders.check({ ...conf(), observed }))).toEqual([])
  })

  it('JobManagers with different roots or ZooKeepers are a finding', () => {
    const jm = (master: string, options: Record<string, string> | null): ObservedJobManager => ({
      master,
      options,
      restAddress: null,
      restPort: null,
      rpcPort: null,
      sessionTimeoutMs: null,
      version: null,
    })
    const see = (...jobManagers: ObservedJobManager[]) =>
      differingJobManagers.check({ ...conf(), observed: { jobManagers, strangers: [], members: [], jobs: [] } })
    const [quorum, root, id] = ['high-availability.zookeeper.quorum', 'recovery.zookeeper.path.root', 'high-availability.cluster-id']
    expect(see(jm('jm1:8081', { [root]: '/flink' }), jm('jm2:8081', { [id]: 'b' }), jm('jm3:8081', {}))).toEqual([
      {
        sentence:
          'The JobManagers keep their znodes in different places: jm1:8081 and jm3:8081 have “/flink/default”; jm2:8081 has “/flink/b”.',
        whatToDo:
          'Set high-availability.zookeeper.path.root and high-availability.cluster-id alike on all hosts and restart those that differ.',
        places: [{ file: null, line: null, key: 'pathRoot' }, rootPlace],
      },
    ])
    expect(see(jm('jm1:8081', { [quorum]: 'a:1,b:1' }), jm('jm2:8081', { [quorum]: 'c:1' })).map(({ sentence }) => sentence)).toEqual([
      'The JobManagers use different ZooKeepers: jm1:8081 has “a:1,b:1”; jm2:8081 has “c:1”.',
    ])
    expect(
      see(
        jm('jm1:8081', { [quorum]: 'a:1,b:1', [id]: '/x' }),
        jm('jm2:8081', { [quorum]: 'b, a:1 , b:1', [id]: 'x' }),
        jm('jm3:8081', null),
      ),
    ).toEqual([])
    expect(see(jm('jm1:8081', { [id]: 'a' }))).toEqual([])
  })
})
