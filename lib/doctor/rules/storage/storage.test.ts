import { describe, expect, it } from 'vitest'
import { unprobedEnvironment, type DirectoryState, type DoctorInput, type ObservedJobManager } from '../../doctor-input'
import { aConf } from '../../testing/a-conf'
import { checkpointDirectory } from './checkpoint-directory'
import { differs } from './differs'
import { isBelow } from './directory'
import { fileHost } from './file-host'
import { localCheckpoints, localDirectory } from './local-directory'
import { otherCluster } from './other-cluster'
import { overlap } from './overlap'
import { temporaryDirectory } from './temporary-directory'
import { unusableDirectory } from './unusable-directory'

const head = 'high-availability: zookeeper\n'
const key = 'high-availability.storageDir'

function conf(
  lines: string,
  { masters = 'jm1:8081\njm2:8081', workers, flinkVersion = '1.20.1' }: { masters?: string; workers?: string; flinkVersion?: string } = {},
): DoctorInput {
  return aConf({ 'flink-conf.yaml': head + lines, masters, ...(workers === undefined ? {} : { workers }) }, { flinkVersion })
}
const local = { masters: 'localhost:8081\nlocalhost:8082', workers: 'localhost' }
const line2 = { file: 'flink-conf.yaml', line: 2, key }

describe('a storage directory of each machine', () => {
  it('A local storage directory is an error with JobManagers on two hosts, with and without scheme', () => {
    expect(localDirectory.check(conf(`${key}: file:///data/ha`))).toEqual([
      {
        severity: 'error',
        sentence: `${key} is “file:///data/ha”, a folder of each machine, but the cluster’s JobManagers run on jm1 and jm2.`,
        whatToDo: 'Set it to a directory that all JobManagers share, e.g. hdfs:///flink/recovery, and restart them all.',
        places: [line2, { file: 'masters', line: 2, key: null }],
      },
    ])
    expect(localDirectory.check(conf(`${key}: /data/ha`)).length).toBe(1)
    const old = aConf(
      { 'flink-conf.yaml': 'recovery.mode: zookeeper\nrecovery.zookeeper.storageDir: /data/ha', masters: 'jm1:8081\njm2:8081' },
      { flinkVersion: '1.0.3' },
    )
    expect(localDirectory.check(old)[0]?.places[0]?.key).toBe('recovery.zookeeper.storageDir')
  })

  it('A local storage directory is a finding on YARN, and only a note where it looks mounted', () => {
    expect(localDirectory.check(conf(`${key}: file:///data/ha\nyarn.application-attempts: 10`, local))[0]?.sentence).toContain(
      'but on YARN its JobManagers may run on any host.',
    )
    expect(
      ['/mnt/ha', '/data/nfs/ha', '/share/ha', '/data/ha'].map((path) => localDirectory.check(conf(`${key}: ${path}`))[0]?.severity),
    ).toEqual(['note', 'note', 'note', 'error'])
  })

  it('A storage directory is judged by its file system where this machine is one of the JobManagers’', () => {
    const see = (path: string, network: boolean | null) =>
      localDirectory
        .check({
          ...conf(`${key}: ${path}`),
          environment: {
            ...unprobedEnvironment,
            directories: new Map([[path, { state: 'present', readable: true, writable: true, network }]]),
          },
        })
        .map(({ severity, sentence }) => `${severity}: ${sentence}`)
    expect([see('/mnt/ha', true), see('/data/ha', true)].flat()).toEqual([])
    expect([see('/mnt/ha', false), see('/mnt/ha', null)].flat()).toEqual([
      `warning: ${key} is “/mnt/ha”, which looks like a mounted share and is on a disk of this machine, but the cluster’s JobManagers run on jm1 and jm2.`,
      `note: ${key} is “/mnt/ha”, which looks like a mounted share, but the cluster’s JobManagers run on jm1 and jm2.`,
    ])
    expect(see('/data/ha', false)[0]).toContain('error: ')
  })

  it('A storage directory is no finding on one machine, in another file system, or in a shared default one', () => {
    const silent = [
      conf(`${key}: file:///data/ha`, local),
      conf(`${key}: file:///data/ha`, { masters: 'jm1:8081\njm1.example.com:8082' }),
      conf(`${key}: hdfs:///flink/ha`),
      conf(`${key}: s3://bucket/ha`),
      conf(''),
      conf(`${key}: /ha\nfs.default-scheme: hdfs://nn:8020/`),
      { ...conf(`${key}: /ha`), environment: { ...unprobedEnvironment, sharedDefaultFileSystem: true } },
      aConf({ 'flink-conf.yaml': `high-availability: kubernetes\n${key}: /ha`, masters: 'a:1\nb:1' }),
    ]
    expect(silent.flatMap((input) => localDirectory.check(input))).toEqual([])
    expect(localDirectory.check(conf(`${key}: /ha\nfs.default-scheme: file:///`)).length).toBe(1)
  })

  it('A local checkpoint directory is an error for workers on other hosts, and a local savepoint directory a note', () => {
    const input = conf('state.checkpoints.dir: file:///data/cp\nstate.savepoints.dir: /data/sp', {
      masters: 'jm1:8081',
      workers: 'tm1\ntm2',
    })
    expect(localCheckpoints.check(input).map(({ severity, sentence }) => [severity, sentence])).toEqual([
      [
        'error',
        'state.checkpoints.dir is “file:///data/cp”, a folder of each machine, but the cluster’s processes run on jm1, tm1 and tm2.',
      ],
      ['note', 'state.savepoints.dir is “/data/sp”, a folder of each machine, but the cluster’s processes run on jm1, tm1 and tm2.'],
    ])
    expect(localCheckpoints.check(conf('state.checkpoints.dir: file:///data/cp', local))).toEqual([])
  })
})

describe('places of directories', () => {
  it('A storage directory below a temporary folder is a finding', () => {
    expect(temporaryDirectory.check(conf(`${key}: file:///tmp/ha`, local))).toEqual([
      {
        sentence: `${key} is “/tmp/ha”, so job graphs and checkpoint pointers lie where systems empty folders at a restart or by age.`,
        whatToDo: 'Set it to a directory that lasts. Stop the jobs with savepoints before and start them from these afterwards.',
        places: [line2],
      },
    ])
    expect(
      [conf(`${key}: hdfs:///tmp/ha`), conf(`${key}: /tmpfs/ha`), conf(`${key}: /data/tmp`)].flatMap((input) =>
        temporaryDirectory.check(input),
      ),
    ).toEqual([])
    expect(
      temporaryDirectory.check(conf('job-result-store.storage-path: /var/tmp/jrs\nstate.checkpoints.dir: file:/dev/shm/cp')).length,
    ).toBe(2)
  })

  it('A finding of a temporary folder says what is lost there', () => {
    const whys = temporaryDirectory
      .check(conf('execution.checkpointing.dir: file:///tmp/cp\njob-result-store.storage-path: /tmp/jrs'))
      .map(({ why }) => why)
    expect(whys).toEqual([
      'A result that is removed makes the next leader run a job again that has ended.',
      'A checkpoint that the cleaner removes is what the next leader would resume from.',
    ])
  })

  it('A storage directory equal to, inside or around the checkpoint directory is a finding', () => {
    const told = (storage: string, checkpoints: string) =>
      overlap.check(conf(`${key}: ${storage}\nstate.checkpoints.dir: ${checkpoints}`)).map(({ severity, sentence }) => [severity, sentence])
    expect(told('hdfs:///flink/', 'HDFS:///flink')).toEqual([['warning', `${key} (“hdfs:///flink/”) is also the checkpoint directory.`]])
    expect(told('hdfs:///flink/cp/ha', 'hdfs:///flink/cp')).toEqual([
      ['warning', `${key} (“hdfs:///flink/cp/ha”) lies inside the checkpoint directory “hdfs:///flink/cp”.`],
    ])
    expect(told('/flink', 'file:///flink/cp')).toEqual([
      ['note', `${key} (“/flink”) contains the checkpoint directory “file:///flink/cp”.`],
    ])
    expect(
      [
        told('hdfs:///flink/cp2', 'hdfs:///flink/cp'),
        told('hdfs://a/flink', 'hdfs://b/flink'),
        told('s3://flink/ha', 's3://flink/cp'),
        told('/Flink', '/flink'),
      ].flat(),
    ).toEqual([])
    expect([isBelow('file:/a', 'file:/'), isBelow('file:/ab', 'file:/a')]).toEqual([true, false])
  })

  it('A path of “file://” with a host is an error', () => {
    expect(fileHost.check(conf(`${key}: file://data/ha # shared`))).toEqual([
      {
        severity: 'error',
        sentence: `${key} is “file://data/ha”, in which “data” is a host: Flink refuses it.`,
        whatToDo: 'Write “file:///data/ha”.',
        places: [line2],
        fix: [{ file: 'flink-conf.yaml', edits: [{ kind: 'replace', line: 2, text: `${key}: file:///data/ha # shared` }] }],
      },
    ])
    expect(fileHost.check(conf(`${key}: file://localhost/data/ha`))[0]?.whatToDo).toBe('Write “file:///data/ha”.')
    expect(
      [conf(`${key}: file:///data/ha`), conf(`${key}: file:/data/ha`), conf(`${key}: hdfs://data/ha`)].flatMap((input) =>
        fileHost.check(input),
      ),
    ).toEqual([])
  })
})

describe('observed storage directories', () => {
  it('JobManagers with different storage directories are a finding', () => {
    const jm = (master: string, storageDir: string | null): ObservedJobManager => ({
      master,
      options: storageDir === null ? {} : { [key]: storageDir },
      restAddress: null,
      restPort: null,
      rpcPort: null,
      sessionTimeoutMs: null,
      version: null,
    })
    const see = (...jobManagers: ObservedJobManager[]) =>
      differs.check({ ...conf(`${key}: hdfs:///a`), observed: { jobManagers, strangers: [], members: [], jobs: [] } })
    expect(see(jm('jm1:8081', 'hdfs:///a'), jm('jm2:8081', 'hdfs:///b'), jm('jm3:8081', 'hdfs:///a/'))).toEqual([
      {
        sentence: 'The JobManagers use different storage directories: jm1:8081 and jm3:8081 have “hdfs:///a/”; jm2:8081 has “hdfs:///b”.',
        whatToDo: `Set ${key} alike on all hosts and restart those that differ.`,
        places: [{ file: null, line: null, key: 'storageDir' }, line2],
      },
    ])
    expect(
      [see(jm('jm1:8081', 'hdfs:///a'), jm('jm2:8081', 'hdfs:///a/'), jm('jm3:8081', null)), see(jm('jm1:8081', 'hdfs:///b'))].flat(),
    ).toEqual([])
  })

  it('A storage directory that cannot be used on this machine is a finding', () => {
    const see = (state: Partial<DirectoryState>) =>
      unusableDirectory
        .check({
          ...conf(`${key}: file:///data/ha/`, local),
          environment: {
            ...unprobedEnvironment,
            directories: new Map([['/data/ha', { state: 'present', readable: true, writable: true, ...state }]]),
          },
        })
        .map(({ severity, sentence }) => [severity, sentence])
    expect(see({ state: 'not-a-folder', readable: false, writable: false })).toEqual([
      ['error', `${key} is “/data/ha”, which is no folder on this machine.`],
    ])
    expect(see({ state: 'missing', readable: false, writable: false })).toEqual([
      ['note', `${key} is “/data/ha”, which is not there on this machine.`],
    ])
    expect(see({ writable: false })).toEqual([['warning', `${key} is “/data/ha”, which this user may not write to on this machine.`]])
    expect(see({ readable: false })[0]?.[1]).toContain('this user may not read on this machine')
    expect(see({})).toEqual([])
    expect(unusableDirectory.check(conf(`${key}: file:///data/ha`, local))).toEqual([])
  })

  it('A storage directory shared with another cluster of the same id is a finding', () => {
    const other = {
      id: 'b',
      name: 'billing',
      quorum: ['zk9:2181'],
      chroot: '',
      znodeRoot: '/b/default',
      storageDir: 'hdfs:///ha/',
      pidDir: null,
      hosts: ['jm9'],
    }
    const input = conf(`${key}: hdfs:///ha\nhigh-availability.zookeeper.path.root: /a\nhigh-availability.zookeeper.quorum: zk1:2181`)
    expect(otherCluster.check({ ...input, others: [other] })).toEqual([
      {
        sentence: 'The cluster “billing” also has the storage directory “hdfs:///ha” and the cluster id “/default”.',
        whatToDo: `Give each cluster its own ${key} or its own high-availability.cluster-id, while they are stopped.`,
        places: [line2, { file: 'flink-conf.yaml', line: null, key: 'high-availability.cluster-id' }],
      },
    ])
    const silent = [
      { ...other, znodeRoot: '/b/billing' },
      { ...other, storageDir: 'hdfs:///ha2' },
      { ...other, storageDir: null },
      { ...other, quorum: ['zk1:2181'], znodeRoot: '/a/default' },
    ]
    expect(silent.flatMap((one) => otherCluster.check({ ...input, others: [one] }))).toEqual([])
    expect(otherCluster.check({ ...conf(`${key}: file:///ha`, local), others: [{ ...other, storageDir: 'file:///ha' }] })).toEqual([])
  })
})

describe('no checkpoint directory', () => {
  const told = (lines: string, flinkVersion: string) =>
    checkpointDirectory
      .check(conf(lines, { flinkVersion }))
      .map(({ severity, sentence, places }) => [severity ?? 'warning', sentence, places[0]?.key])

  it('A missing checkpoint directory means checkpoints in the JobManager’s memory, a warning', () => {
    expect(told('', '1.20.1')).toEqual([
      ['warning', 'execution.checkpointing.dir is not set, so checkpoints lie in the JobManager’s memory.', 'execution.checkpointing.dir'],
    ])
    expect(told('state.backend: filesystem', '1.13.6')).toEqual([
      ['warning', 'state.checkpoints.dir is not set, so checkpoints lie in the JobManager’s memory.', 'state.checkpoints.dir'],
    ])
    expect(told('state.checkpoints.dir: hdfs:///cp', '1.12.7')).toEqual([
      [
        'warning',
        'state.backend is not set, so checkpoints lie in the JobManager’s memory although state.checkpoints.dir names a directory.',
        'state.backend',
      ],
    ])
  })

  it('A missing checkpoint directory is an error where the backend needs files', () => {
    expect(told('state.checkpoint-storage: filesystem', '1.20.1')).toEqual([
      [
        'error',
        'state.checkpoint-storage is “filesystem”, but execution.checkpointing.dir is not set: every job that does not set one itself fails.',
        'state.checkpoint-storage',
      ],
    ])
    expect(told('state.backend: rocksdb', '1.12.7')[0]?.[0]).toBe('error')
    expect(told('state.backend: filesystem\nstate.backend.fs.checkpointdir: hdfs:///cp', '1.3.2')).toEqual([])
  })

  it('A checkpoint directory is no finding where it is set, or where the need for it is unknown', () => {
    expect(
      [
        told('state.checkpoints.dir: hdfs:///cp', '1.20.1'),
        told('state.backend: rocksdb', '1.4.2'),
        told('state.backend: org.example.Factory', '1.12.7'),
        told('state.checkpoint-storage: org.example.Storage', '1.20.1'),
      ].flat(),
    ).toEqual([])
    expect(checkpointDirectory.check(aConf({ 'flink-conf.yaml': 'high-availability: none' }))).toEqual([])
  })
})
