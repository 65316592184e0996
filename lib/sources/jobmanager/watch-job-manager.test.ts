import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock, type Clock } from '@/lib/base/clock'
import type { JobManagerFacts } from '@/lib/model/facts'
import { answering, startFakeJobManager, startFakeTcp, type FakeServer } from '@/lib/testing/fake-job-manager'
import { loadRecordedRest, type RecordedAnswer } from '@/lib/testing/recorded/recorded-flink'
import { until } from '@/lib/testing/until'
import { watchJobManager } from './watch-job-manager'
import type { JobManagerWatch } from './watched-master'

const log = `2026-11-22 10:00:00,000 INFO  org.apache.zookeeper.ClientCnxn [] - Session establishment complete on server localhost/127.0.0.1:2181, session id = 0x1000015a68a0000, negotiated timeout = 40000\n`
/** The recordings keep only the head of the logs. */
const recorded: Record<string, RecordedAnswer> = {
  ...loadRecordedRest('1.20.1', '03-running')['8081'],
  '/jobmanager/log': { status: 200, body: log },
}
const election: RecordedAnswer = {
  status: 503,
  json: { errors: ['Service temporarily unavailable due to an ongoing leader election. Please refresh.'] },
}
/** Each process answers these itself; all other paths are the leader's. */
const ownPaths = ['/config', '/jobmanager/config', '/jobmanager/log']

const opened: { close(): void }[] = []
afterEach(() => {
  for (const each of opened.splice(0)) each.close()
})

function watch(port: number, askLeaderData: () => boolean = () => false, clock: Clock = systemClock) {
  const reported: JobManagerFacts[] = []
  const watching: JobManagerWatch = watchJobManager(
    { master: `localhost:${port}`, host: '127.0.0.1', port },
    { onChange: (facts) => reported.push(facts), askLeaderData, clock },
  )
  opened.push(watching)
  return { watching, reported, states: () => [...new Set(reported.map(({ link }) => link.state))] }
}

async function start(answers: Readonly<Record<string, RecordedAnswer>> = recorded) {
  const respond = { current: answering(answers) }
  const server = await startFakeJobManager(respond)
  opened.push({ close: () => void server.kill() })
  return { server, respond }
}

async function startTcp(...args: Parameters<typeof startFakeTcp>): Promise<FakeServer> {
  const server = await startFakeTcp(...args)
  opened.push({ close: () => void server.kill() })
  return server
}

describe('a healthy JobManager', () => {
  it('A healthy JobManager is open, with its own configuration and the ZooKeeper session of its log', async () => {
    const { server } = await start()
    const { watching } = watch(server.port)
    await until('all was read', () => watching.facts.sessions.known && watching.facts.own.known)
    const { link, own, sessions } = watching.facts
    expect(link).toMatchObject({ state: 'open', detail: 'answers as Flink 1.20.1' })
    expect(own.known && [own.value.flinkVersion, own.value.restPort]).toEqual(['1.20.1', 8081])
    expect(sessions.known && sessions.value.at(-1)).toMatchObject({ zkSessionId: '0x1000015a68a0000', negotiatedTimeoutMs: 40_000 })
  })

  it('A JobManager that is not the proven leader is never asked for the leader’s data, on any refresh', async () => {
    const { server } = await start()
    const { watching } = watch(server.port)
    await until('it is open', () => watching.facts.own.known)
    for (const reason of ['tree-changed', 'term-changed', 'session-changed', 'tree-changed'] as const) watching.refresh(reason)
    await sleep(4_500)
    expect(server.asked.filter((path) => !ownPaths.includes(path))).toEqual([])
    expect(watching.facts.jobs.known).toBe(false)
  })

  it('A JobManager is asked at most once in two seconds while nothing happens', async () => {
    const { server } = await start()
    const { watching } = watch(server.port)
    await until('all was read', () => watching.facts.sessions.known && watching.facts.own.known)
    await until('a second connection had its look', () => server.asked.filter((path) => path === '/jobmanager/config').length === 2)
    const [before, since] = [server.asked.length, performance.now()]
    await sleep(8_400)
    await until('it is asked again', () => server.asked.length > before)
    // One may have been sent before and arrive only now.
    expect(server.asked.length - before).toBeLessThanOrEqual((performance.now() - since) / 2_000 + 1)
    // One may be under way.
    expect(watching.requests - server.asked.length).toBeLessThanOrEqual(1)
  })
})

describe('the proven leader', () => {
  it('The proven leader is asked for jobs at once, then TaskManagers and checkpoints, and no more when the proof is gone', async () => {
    const { server } = await start()
    let isLeader = true
    const { watching } = watch(server.port, () => isLeader)
    await until('its jobs are known', () => watching.facts.jobs.known)
    await until('its TaskManagers are known', () => watching.facts.taskManagers.known)
    expect(watching.facts.jobs.known && watching.facts.jobs.value[0]).toMatchObject({ name: 'ha job', state: 'RUNNING' })
    isLeader = false
    const before = server.asked.length
    await sleep(4_500)
    expect(server.asked.slice(before).filter((path) => !ownPaths.includes(path))).toEqual([])
    expect(watching.facts.jobs.known).toBe(true)
  })

  it('A request to the leader is dropped at once when the proof is gone', async () => {
    const respond = { current: answering(recorded) }
    let isDropped = false
    respond.current = (request, response) => {
      if (request.url !== '/jobs/overview') return answering(recorded)(request, response)
      response.once('close', () => (isDropped = true))
    }
    const server = await startFakeJobManager(respond)
    opened.push({ close: () => void server.kill() })
    let isLeader = true
    // The time that an answer may take never ends: not by that is it dropped.
    const patient: Clock = { ...systemClock, after: (ms, run) => (ms >= 2_500 ? () => undefined : systemClock.after(ms, run)) }
    watch(server.port, () => isLeader, patient)
    await until('the jobs were asked for', () => server.asked.includes('/jobs/overview'))
    await sleep(1_000)
    expect(isDropped).toBe(false)
    isLeader = false
    await until('the request was dropped', () => isDropped)
  })

  it('The leader is asked twice a second after a new term until every task runs, then rarely again', async () => {
    const back = recorded['/jobs/overview']?.json as { jobs: { tasks: Record<string, number> }[] }
    const waiting = { jobs: back.jobs.map((job) => ({ ...job, state: 'RUNNING', tasks: { ...job.tasks, running: 0 } })) }
    const { server, respond } = await start({ ...recorded, '/jobs/overview': { status: 200, json: waiting } })
    const { watching } = watch(server.port, () => true)
    const count = () => server.asked.filter((path) => path === '/jobs/overview').length
    await until('asked again and again', () => count() >= 4)
    const runs = (): number =>
      watching.facts.jobs.known ? watching.facts.jobs.value.reduce((sum, { tasks }) => sum + tasks.running, 0) : 0
    expect(runs()).toBe(0)
    respond.current = answering(recorded)
    await until('every task runs', () => runs() > 0)
    const [settled, since] = [server.asked.length, performance.now()]
    await sleep(4_000)
    expect(server.asked.length - settled).toBeLessThanOrEqual((performance.now() - since) / 2_000 + 1)
  })

  it('A leader of 1.2 is asked on the path of that version', async () => {
    const { server } = await start(loadRecordedRest('1.2.1', '03-running')['8081'])
    const { watching } = watch(server.port, () => true)
    await until('its jobs are known', () => watching.facts.jobs.known)
    expect(server.asked).not.toContain('/jobs/overview')
  })

  it('The jobs of a leader are unknown again when another term begins', async () => {
    const { server, respond } = await start()
    const { watching, reported } = watch(server.port, () => true)
    await until('its jobs are known', () => watching.facts.jobs.known)
    respond.current = answering({ ...recorded, '/jobs/overview': election })
    watching.refresh('term-changed')
    expect(reported.at(-1)?.jobs.known).toBe(false)
  })
})

describe('a killed JobManager', () => {
  it('A killed JobManager is gone at once, and its successor on the port is read anew with nothing kept', async () => {
    const { server } = await start()
    const { watching, reported } = watch(server.port)
    await until('all was read', () => watching.facts.sessions.known)
    await sleep(1_100)
    await server.kill()
    await until('it is gone', () => watching.facts.link.state === 'refused')
    expect(watching.facts.link.detail).toBe(`nothing listens on 127.0.0.1:${server.port}`)
    await sleep(1_500)
    reported.length = 0
    const anew = await startFakeJobManager({ current: answering(recorded) }, server.port)
    opened.push({ close: () => void anew.kill() })
    await until('it is open again', () => watching.facts.link.state === 'open')
    expect(reported.some(({ sessions, own }) => !sessions.known && !own.known)).toBe(true)
    await until('its log was read again', () => watching.facts.sessions.known)
  })
})

describe('a frozen JobManager', () => {
  it('A frozen JobManager is distinguished from a dead one, and open again after a late answer', async () => {
    const held: (() => void)[] = []
    const { server, respond } = await start()
    const { watching } = watch(server.port)
    await until('it is open', () => watching.facts.own.known)
    respond.current = (request, response) => void held.push(() => answering(recorded)(request, response))
    await until('it is frozen', () => watching.facts.link.state === 'frozen')
    const asked = server.asked.length
    await sleep(2_500)
    expect(server.asked.length).toBe(asked)
    respond.current = answering(recorded)
    for (const answer of held) answer()
    await until('it is open again', () => watching.facts.link.state === 'open')
  })

  it('A frozen leader is noticed like a frozen standby', async () => {
    const { server, respond } = await start()
    const { watching } = watch(server.port, () => true)
    await until('it leads', () => watching.facts.jobs.known)
    await sleep(1_000)
    respond.current = () => {}
    await until('it is frozen', () => watching.facts.link.state === 'frozen')
  })
})

describe('a port where something else answers', () => {
  it.each<[string, Record<string, RecordedAnswer>, string]>([
    ['an HTML page', { '/config': { status: 200, body: '<!doctype html><html>hello</html>' } }, 'HTML'],
    ['500', { '/config': { status: 500, json: { errors: ['Internal server error.'] } } }, '500'],
    ['a sign-in', { '/config': { status: 401, body: '' } }, 'sign-in'],
  ])('A port that answers with %s is odd, with a reason', async (_, answers, word) => {
    const { server } = await start(answers)
    const { watching } = watch(server.port)
    await until('it is odd', () => watching.facts.link.state === 'odd')
    expect(watching.facts.link.detail).toContain(word)
  })

  it.each<[string, string | ((write: (text: string) => void) => void), string]>([
    ['something that is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'does not speak HTTP'],
    ['a header without end', (write) => write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}`), 'header of more than 16 kB'],
    [
      '100 MB',
      (write) => {
        write(`HTTP/1.1 200 OK\r\ncontent-length: ${100 * 1024 * 1024}\r\n\r\n`)
        for (let i = 0; i < 100; i++) write('z'.repeat(64 * 1024))
      },
      'larger than',
    ],
    [
      'a slow drip',
      (write) => {
        write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
        for (let i = 1; i < 20; i++) setTimeout(() => write('{'), i * 400)
      },
      'too slowly',
    ],
  ])('A port that sends %s is odd, with a reason', async (_, sent, word) => {
    const server = await startTcp((socket) => {
      const write = (text: string): void => void (socket.destroyed || socket.write(text))
      socket.once('data', () => (typeof sent === 'string' ? write(sent) : sent(write)))
    })
    const { watching } = watch(server.port)
    await until('it is odd', () => watching.facts.link.state === 'odd')
    expect(watching.facts.link.detail).toContain(word)
  })

  it('A port that closes every connection at once is odd and not retried in a tight loop', async () => {
    let connections = 0
    const server = await startTcp((socket) => {
      connections += 1
      socket.resetAndDestroy()
    })
    const { watching } = watch(server.port)
    await until('it is odd', () => watching.facts.link.state === 'odd')
    await sleep(2_000)
    expect(watching.facts.link.state).toBe('odd')
    expect(connections).toBeLessThan(20)
  })
})

describe('a JobManager without a leader', () => {
  it('A JobManager without a leader is open, with the reason, and is read when it sees one again', async () => {
    const { server, respond } = await start({ '/config': election, '/jobmanager/config': election, '/jobmanager/log': election })
    const { watching } = watch(server.port)
    await until('it is open', () => watching.facts.link.state === 'open')
    expect(watching.facts.link.detail).toContain('sees no leader or has lost ZooKeeper')
    expect(server.asked).toEqual(['/config'])
    respond.current = answering(recorded)
    await until('it is read', () => watching.facts.own.known && watching.facts.sessions.known)
  })

  it('A standby up to 1.7 redirects, and the redirect is kept and not followed', async () => {
    const standby = loadRecordedRest('1.2.1', '03-running')['8082'] ?? {}
    const { server } = await start(standby)
    const { watching } = watch(server.port)
    await until('it is open', () => watching.facts.link.state === 'open')
    expect(watching.facts.link.detail).toBe('a standby: redirects every request to http://localhost:8081/config')
    await sleep(200)
    expect(server.asked).toEqual(['/config'])
    expect(watching.facts.own.known).toBe(false)
  })
})

describe('a log that cannot be read', () => {
  it.each<[string, RecordedAnswer, string]>([
    ['404', { status: 404, json: { errors: ['no such file'] } }, 'log.file'],
    ['empty', { status: 200, body: '' }, 'empty'],
    ['403', { status: 403, body: '' }, 'forbids'],
  ])('The sessions of a log that answers “%s” are unknown, with what to do', async (_, answer, word) => {
    const { server } = await start({ ...recorded, '/jobmanager/log': answer })
    const { watching } = watch(server.port)
    await until('the log was tried', () => !watching.facts.sessions.known && watching.facts.sessions.reason !== 'not asked yet')
    expect(watching.facts.sessions.known || watching.facts.sessions.reason).toContain(word)
    expect(watching.facts.link.state).toBe('open')
  })
})

describe('an unknown host name', () => {
  it('A JobManager whose host name is unknown is unresolved', async () => {
    const watching = watchJobManager(
      { master: 'x:1', host: 'no-such-host.invalid', port: 1 },
      { onChange: () => {}, askLeaderData: () => false },
    )
    opened.push(watching)
    await until('it is unresolved', () => watching.facts.link.state === 'unresolved')
  })
})
