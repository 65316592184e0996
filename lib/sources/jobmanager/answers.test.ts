import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSecretOption } from '@/lib/flink/configuration/secrets'
import { loadRecordedRest, type RecordedAnswer, type RecordedFolder } from '@/lib/testing/recorded/recorded-flink'
import { readCheckpointInterval, readCheckpoints } from './checkpoints-answer'
import { readJobs } from './jobs-answer'
import { judgeConfig } from './judge-config'
import { readOwnConfig } from './own-config'
import type { RestAnswer } from './rest-client'
import { readTaskManagers } from './task-managers-answer'

const versions = ['1.2.1', '1.12.5', '1.14.6', '1.20.1', '2.3.0'] as const satisfies readonly RecordedFolder[]

function toAnswer(recorded: RecordedAnswer | undefined): RestAnswer {
  if (recorded?.status === undefined) throw new Error('not recorded')
  const text = recorded.json === undefined ? (recorded.body ?? '') : JSON.stringify(recorded.json)
  return { status: recorded.status, contentType: '', location: recorded.headers?.location ?? null, text, latencyMs: 1 }
}

function anAnswer(text: string, status = 200): RestAnswer {
  return { status, contentType: '', location: null, text, latencyMs: 1 }
}

describe.each(versions)('answers of Flink %s', (version) => {
  const rest = loadRecordedRest(version, '03-running')
  const leader = rest['8081'] ?? {}

  it('A JobManager answers with its version and its own real RPC port', () => {
    const judged = judgeConfig(toAnswer(leader['/config']))
    expect(judged).toEqual({
      link: 'open',
      detail: `answers as Flink ${version}`,
      canAskMore: true,
      flinkVersion: version,
      redirectsTo: null,
    })
    const own = readOwnConfig(toAnswer(leader['/jobmanager/config']), version)
    expect(own.ok && { port: own.value.restPort, isRandom: (own.value.rpcPort ?? 0) > 6_123 }).toEqual({ port: 8081, isRandom: true })
  })

  it('The overview of jobs has the running job with all its tasks', () => {
    const path = version === '1.2.1' ? '/joboverview' : '/jobs/overview'
    const reading = readJobs(toAnswer(leader[path]), path)
    if (!reading.ok) throw new Error(reading.reason)
    expect(reading.value.unsettledIds.length).toBe(0)
    expect(reading.value.jobs).toEqual([
      {
        jobId: expect.stringMatching(/^[0-9a-f]{32}$/),
        name: 'ha job',
        state: 'RUNNING',
        startedAt: expect.any(Number),
        tasks: { running: 1, finished: 0, total: 1 },
      },
    ])
  })

  it('The leader answers with the newest checkpoint, its interval and the TaskManager', () => {
    const path = Object.keys(leader).find((each) => each.endsWith('/checkpoints')) ?? ''
    const newest = readCheckpoints(toAnswer(leader[path]), path)
    expect(newest).toEqual({
      ok: true,
      value: { id: expect.stringMatching(/^\d+$/), completedAt: expect.any(Number), stateBytes: expect.any(Number) },
    })
    expect(readCheckpointInterval(toAnswer(leader[`${path}/config`]), path)).toEqual({ ok: true, value: 2_000 })
    const reported = readTaskManagers(toAnswer(leader['/taskmanagers']))
    expect(reported.ok && [reported.value.total, reported.value.slotsTotal, reported.value.slotsFree]).toEqual([1, 4, 3])
  })
})

describe('answers of other processes than the leader', () => {
  it('A redirect of a standby of 1.2 is recognized and its target is kept', () => {
    const standby = loadRecordedRest('1.2.1', '03-running')['8082'] ?? {}
    expect(judgeConfig(toAnswer(standby['/config']))).toMatchObject({
      link: 'open',
      canAskMore: false,
      redirectsTo: 'http://localhost:8081/config',
    })
    expect(readOwnConfig(toAnswer(standby['/jobmanager/config']), null)).toEqual({
      ok: false,
      reason: '/jobmanager/config is redirected to http://localhost:8081/jobmanager/config',
    })
  })

  it('A 503 of an election means a living process, and a 503 of a proxy does not', () => {
    const flink = anAnswer('{"errors":["Service temporarily unavailable due to an ongoing leader election. Please refresh."]}', 503)
    expect(judgeConfig(flink)).toMatchObject({ link: 'open', canAskMore: false })
    expect(judgeConfig(anAnswer('<html><body>503 no leader backend</body></html>', 503))).toMatchObject({ link: 'odd' })
  })

  it.each([
    [anAnswer('<!DOCTYPE html><html></html>'), 'HTML'],
    [anAnswer('{"flink-version": 7}'), 'another shape'],
    [anAnswer('nonsense'), 'no JSON'],
    [anAnswer(''), '(nothing)'],
    [anAnswer('{"errors":["boom"]}', 500), '500'],
    [anAnswer('', 401), 'sign-in'],
    [anAnswer('[['.repeat(50_000)), 'no JSON'],
  ])('The answer %j is odd, with the reason', (answer, word) => {
    const { link, detail, canAskMore } = judgeConfig(answer)
    expect([link, canAskMore]).toEqual(['odd', false])
    expect(detail).toContain(word)
    expect(detail.length).toBeLessThan(600)
  })

  it('Any answer is judged without an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.integer({ min: 100, max: 599 }), (text, status) => {
        const answer = anAnswer(text, status)
        judgeConfig(answer)
        readOwnConfig(answer, null)
        readJobs(answer, '/jobs/overview')
        readJobs(answer, '/joboverview')
        readCheckpoints(answer, '/x')
        readCheckpointInterval(answer, '/x')
        readTaskManagers(answer)
      }),
    )
  })
})

describe('a recovering job', () => {
  const job = (state: string, running: number) => ({
    jid: 'a'.repeat(32),
    name: 'j',
    state,
    'start-time': 1,
    tasks: { total: 2, running, finished: 0 },
  })
  it.each([
    ['RUNNING', 2, 0],
    ['RUNNING', 1, 1],
    ['INITIALIZING', 0, 1],
    ['RESTARTING', 2, 1],
    ['FAILED', 0, 0],
  ])('An overview with one job in %s and %i running tasks has %i unsettled jobs', (state, running, unsettled) => {
    const reading = readJobs(anAnswer(JSON.stringify({ jobs: [job(state, running)] })), '/jobs/overview')
    expect(reading.ok && reading.value.unsettledIds.length).toBe(unsettled)
  })

  it('A checkpoint interval of Long.MAX_VALUE means no periodic checkpoints', () => {
    expect(readCheckpointInterval(anAnswer('{"interval": 9223372036854775807}'), '/x')).toEqual({ ok: true, value: null })
  })
})

describe('secrets in the configuration', () => {
  it.each([
    'security.ssl.rest.key-password',
    's3.secret-key',
    's3.access-key',
    'fs.azure.account.key.x',
    'security.delegation.token',
    'my.api-key',
    'metrics.reporter.dghttp.apikey',
    'env.java.opts.all',
  ])('The value of the key %s is dropped as a secret', (key) => {
    expect(isSecretOption(key)).toBe(true)
  })

  it.each([
    'jobmanager.rpc.port',
    'high-availability.zookeeper.quorum',
    'rest.address',
    'state.backend.type',
    'security.kerberos.login.keytab',
    'high-availability.zookeeper.path.root',
  ])('The value of the key %s is kept', (key) => {
    expect(isSecretOption(key)).toBe(false)
  })

  it('A value with a password in a URL is dropped', () => {
    const own = readOwnConfig(
      anAnswer(
        JSON.stringify([
          { key: 'a.url', value: 'jdbc:pg://me:pw@db/x' },
          { key: 'b', value: 'http://h/x' },
        ]),
      ),
      null,
    )
    expect(own.ok && own.value.options).toEqual({ b: 'http://h/x' })
  })
})
