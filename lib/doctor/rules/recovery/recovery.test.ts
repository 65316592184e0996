import { describe, expect, it } from 'vitest'
import type { DoctorInput, ObservedJob } from '../../doctor-input'
import type { Rule } from '../../rule'
import { aConf } from '../../testing/a-conf'
import { checkpointingOff } from './checkpointing-off'
import { checkpointsInMemory } from './checkpoints-in-memory'
import { failoverStrategy } from './failover-strategy'
import { heartbeatSession, heartbeatTimeout } from './heartbeats'
import { fewRestarts, noRestart } from './restarts'
import { stateBackend } from './state-backend'

function conf(lines: string, flinkVersion = '1.20.1'): DoctorInput {
  const isYaml = flinkVersion.startsWith('2.')
  const mode = flinkVersion < '1.2' ? 'recovery.mode: zookeeper' : 'high-availability: zookeeper'
  return aConf(
    { [isYaml ? 'config.yaml' : 'flink-conf.yaml']: `${isYaml ? 'high-availability.type: zookeeper' : mode}\n${lines}` },
    { flinkVersion },
  )
}
const told = (rule: Rule, input: DoctorInput) => rule.check(input).map(({ severity, sentence }) => [severity ?? rule.severity, sentence])
const silent = (rule: Rule, ...inputs: DoctorInput[]) => expect(inputs.flatMap((input) => rule.check(input))).toEqual([])

describe('the state backend', () => {
  it('The state backend filesystem is an error in 2.x', () => {
    expect(stateBackend.check(conf('state.backend: filesystem', '2.3.0'))).toEqual([
      {
        sentence: 'state.backend is “filesystem”, which Flink 2.3.0 does not know: every job fails.',
        whatToDo: 'Write hashmap.',
        places: [{ file: 'config.yaml', line: 2, key: 'state.backend' }],
        fix: [{ file: 'config.yaml', edits: [{ kind: 'replace', line: 2, text: 'state.backend: hashmap' }] }],
      },
    ])
  })

  it('A state backend that the version does not know is an error, and a class is not', () => {
    expect(told(stateBackend, conf('state.backend: hashmap', '1.12.7'))).toEqual([
      ['error', 'state.backend is “hashmap”, which Flink 1.12.7 does not know: every job fails.'],
    ])
    expect(stateBackend.check(conf('state.backend: hashmap\nstate.checkpoints.dir: hdfs:///cp', '1.12.7'))[0]?.whatToDo).toBe(
      'Write filesystem.',
    )
    expect(stateBackend.check(conf('state.backend: memory'))[0]?.whatToDo).toBe('Write one of hashmap, rocksdb, filesystem, jobmanager.')
    expect(
      stateBackend.check(conf('state.backend.type: org.apache.flink.contrib.streaming.state.RocksDBStateBackendFactory', '2.0.0'))[0]
        ?.whatToDo,
    ).toBe('Write rocksdb.')
    silent(
      stateBackend,
      conf('state.backend: filesystem'),
      conf('state.backend: RocksDB', '1.0.3'),
      conf('state.backend: forst', '2.0.0'),
      conf('state.backend: org.example.Factory', '2.0.0'),
      conf('state.backend: org.apache.flink.contrib.streaming.state.RocksDBStateBackendFactory', '1.14.6'),
      conf('', '2.3.0'),
      aConf({ 'flink-conf.yaml': 'state.backend: memory' }),
    )
  })

  it('A state backend that keeps checkpoints in the JobManager’s memory is a finding', () => {
    expect(checkpointsInMemory.check(conf('state.backend: jobmanager\nstate.checkpoints.dir: hdfs:///cp'))).toEqual([
      {
        sentence:
          'state.backend is “jobmanager”, so checkpoints lie in the JobManager’s memory although execution.checkpointing.dir names a directory.'.replace(
            'execution.checkpointing.dir',
            'state.checkpoints.dir',
          ),
        whatToDo: 'Set state.backend to filesystem.',
        places: [
          { file: 'flink-conf.yaml', line: 2, key: 'state.backend' },
          { file: 'flink-conf.yaml', line: 3, key: 'state.checkpoints.dir' },
        ],
        fix: [{ file: 'flink-conf.yaml', edits: [{ kind: 'replace', line: 2, text: 'state.backend: filesystem' }] }],
      },
    ])
    expect(told(checkpointsInMemory, conf('execution.checkpointing.storage: JobManager', '2.3.0'))).toEqual([
      ['warning', 'execution.checkpointing.storage is “JobManager”, so checkpoints lie in the JobManager’s memory.'],
    ])
    expect(told(checkpointsInMemory, conf('state.backend: jobmanager', '1.0.3')).length).toBe(1)
    silent(
      checkpointsInMemory,
      conf(''),
      conf('state.checkpoints.dir: hdfs:///cp'),
      conf('state.checkpoint-storage: jobmanager', '1.12.7'),
      conf('state.backend: jobmanager', '2.3.0'),
      conf('state.checkpoint-storage: filesystem\nstate.checkpoints.dir: hdfs:///cp', '1.13.6'),
    )
  })
})

describe('jobs', () => {
  const job = (name: string | null, over: Partial<ObservedJob> = {}): ObservedJob => ({
    jobId: 'a1',
    name,
    state: 'RUNNING',
    checkpointIntervalMs: null,
    checkpointing: 'off',
    ...over,
  })
  const see = (...jobs: ObservedJob[]) => ({ ...conf(''), observed: { jobManagers: [], strangers: [], members: [], jobs } })

  it('Jobs without checkpoints are a finding', () => {
    expect(checkpointingOff.check(see(job('orders'), job(null)))).toEqual([
      {
        sentence: '2 jobs, “orders” and a1, make no checkpoints: after a takeover they start from nothing.',
        whatToDo:
          'Turn checkpointing on in the job, or for all jobs with execution.checkpointing.interval (since 1.10), and start it again.',
        places: [{ file: null, line: null, key: 'a1' }],
      },
    ])
    expect(told(checkpointingOff, see(job('orders')))).toEqual([
      ['warning', 'The job “orders” makes no checkpoints: after a takeover it starts from nothing.'],
    ])
    silent(
      checkpointingOff,
      see(job('a', { checkpointing: 'on' }), job('b', { checkpointing: 'unknown' }), job('c', { state: 'FINISHED' })),
      conf(''),
    )
  })

  it('A restart strategy that forbids restarts is a warning', () => {
    for (const word of ['none', 'off', 'Disable'])
      expect(told(noRestart, conf(`restart-strategy: ${word}`, '1.14.6'))).toEqual([
        ['warning', `restart-strategy is “${word}”: after a takeover the first task that fails ends the job for good.`],
      ])
    expect(noRestart.check(conf('restart-strategy.type: none', '2.3.0'))[0]?.places).toEqual([
      { file: 'config.yaml', line: 2, key: 'restart-strategy.type' },
    ])
    silent(noRestart, conf(''), conf('restart-strategy: fixed-delay'), conf('restart-strategy.type: none', '1.14.6'))
  })

  it('A restart strategy with at most one restart is a warning', () => {
    expect(told(fewRestarts, conf('restart-strategy: fixed-delay'))).toEqual([
      [
        'warning',
        'restart-strategy is “fixed-delay” and restart-strategy.fixed-delay.attempts is not set, which means 1: the second task that fails after a takeover ends the job for good.',
      ],
    ])
    expect(fewRestarts.check(conf('restart-strategy: fixed-delay\nrestart-strategy.fixed-delay.attempts: 0', '1.0.3'))).toEqual([
      {
        sentence:
          'restart-strategy is “fixed-delay” and restart-strategy.fixed-delay.attempts is 0: the first task that fails after a takeover ends the job for good.',
        whatToDo: 'Set restart-strategy.fixed-delay.attempts to what a bad hour may need, e.g. 100.',
        places: [
          { file: 'flink-conf.yaml', line: 3, key: 'restart-strategy.fixed-delay.attempts' },
          { file: 'flink-conf.yaml', line: 2, key: 'restart-strategy' },
        ],
      },
    ])
    silent(
      fewRestarts,
      conf('restart-strategy.fixed-delay.attempts: 1'),
      conf('restart-strategy: fixed-delay\nrestart-strategy.fixed-delay.attempts: 2'),
      conf('restart-strategy: failure-rate'),
    )
  })

  it('A failover strategy that restarts all tasks is a note', () => {
    const key = 'jobmanager.execution.failover-strategy'
    expect(failoverStrategy.check(conf(`${key}: full`))).toEqual([
      {
        severity: 'note',
        sentence: `${key} is full: any failed task restarts the whole job.`,
        whatToDo: 'Remove the line, or write region.',
        places: [{ file: 'flink-conf.yaml', line: 2, key }],
        fix: [{ file: 'flink-conf.yaml', edits: [{ kind: 'replace', line: 2, text: `${key}: region` }] }],
      },
    ])
    expect(told(failoverStrategy, conf(`${key}: individual`))[0]?.[0]).toBe('error')
    silent(failoverStrategy, conf(''), conf(`${key}: Region`), conf(`${key}: full`, '1.8.3'))
  })
})

describe('heartbeats', () => {
  it('A heartbeat timeout shorter than the interval is an error', () => {
    expect(heartbeatTimeout.check(conf('heartbeat.timeout: 5000'))).toEqual([
      {
        severity: 'error',
        sentence: 'Heartbeats are sent every 10 s and time out after 5 s: Flink does not start with that.',
        whatToDo: 'Set heartbeat.timeout to several times heartbeat.interval; by default they are 50 s and 10 s.',
        places: [
          { file: 'flink-conf.yaml', line: 2, key: 'heartbeat.timeout' },
          { file: 'flink-conf.yaml', line: null, key: 'heartbeat.interval' },
        ],
      },
    ])
    expect(told(heartbeatTimeout, conf('heartbeat.interval: 30 s', '2.3.0'))).toEqual([
      ['warning', 'Heartbeats are sent every 30 s and time out after 50 s: one late answer costs a TaskManager and a restart of its jobs.'],
    ])
    expect(told(heartbeatTimeout, conf('heartbeat.interval: 0'))[0]?.[0]).toBe('error')
    silent(
      heartbeatTimeout,
      conf(''),
      conf('heartbeat.timeout: 20000'),
      conf('heartbeat.timeout: 5 s', '1.19.1'),
      conf('heartbeat.timeout: 5000', '1.4.2'),
    )
  })

  it('A heartbeat timeout longer than the ZooKeeper session is a note', () => {
    const zooCfg = 'tickTime=2000\nserver.1=localhost:2888:3888'
    const input = (lines: string) =>
      aConf({
        'flink-conf.yaml': `high-availability: zookeeper\nhigh-availability.zookeeper.quorum: localhost:2181\n${lines}`,
        'zoo.cfg': zooCfg,
      })
    expect(told(heartbeatSession, input('heartbeat.timeout: 180000'))).toEqual([
      [
        'note',
        'heartbeat.timeout lets a process pause for 3 min, but a leader that pauses for more than 40 s loses its ZooKeeper session and all jobs restart.',
      ],
    ])
    silent(heartbeatSession, input(''), input('heartbeat.timeout: 50000'), conf('heartbeat.timeout: 180000'))
  })
})
