import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock, type Clock } from '@/lib/base/clock'
import type { JobManagerFacts } from '@/lib/model/facts'
import { mayAskForLeaderData } from '@/lib/model/leader-data-right'
import { answering, startFakeJobManager } from '@/lib/testing/fake-job-manager'
import { loadRecordedRest, type RecordedAnswer } from '@/lib/testing/recorded/recorded-flink'
import { until } from '@/lib/testing/until'
import { watchJobManager } from './watch-job-manager'

const recorded: Record<string, RecordedAnswer> = loadRecordedRest('1.20.1', '03-running')['8081']!
const election: RecordedAnswer = {
  status: 503,
  json: { errors: ['Service temporarily unavailable due to an ongoing leader election. Please refresh.'] },
}
const opened: { close(): void }[] = []
afterEach(() => {
  for (const each of opened.splice(0)) each.close()
})

/** Watches the leader that ZooKeeper names; it is proven until it is known to serve no leader's data (deriveLeader). */
async function watchLeader(clock: Clock = systemClock) {
  const respond = { current: answering(recorded) }
  const server = await startFakeJobManager(respond)
  const reported: JobManagerFacts[] = []
  const master = `localhost:${server.port}`
  const facts = () => reported.at(-1) ?? null
  const watching = watchJobManager(
    { master, host: '127.0.0.1', port: server.port },
    { onChange: (facts) => reported.push(facts), askLeaderData: () => mayAskForLeaderData(toAsking(facts()), master), clock },
  )
  opened.push(watching, { close: () => void server.kill() })
  await until('its jobs are known', () => watching.facts.jobs.known)
  return { respond, server, reported, watching }
}

const toAsking = (facts: JobManagerFacts | null) => ({
  leader: facts && { master: facts.master, process: facts.leaderlessSince === null ? ('running' as const) : ('unknown' as const) },
  tree: { status: 'live' },
  session: { state: 'connected' },
  jobManagers: facts === null ? [] : [facts],
})

describe('a leader that answers 503', () => {
  const servesNone = Object.fromEntries(Object.keys(recorded).map((path) => [path, election]))

  it.each<[string, Record<string, RecordedAnswer>]>([
    ['to everything', servesNone],
    ['to what is the leader’s alone', { ...recorded, '/jobs/overview': election, '/taskmanagers': election }],
  ])('A leader that answers 503 %s has two seconds to begin, then counts as leaderless until it serves again', async (_, answers) => {
    let now = 1_000_000
    const { server, respond, watching } = await watchLeader({ ...systemClock, now: () => now })
    respond.current = answering(answers)
    const before = server.asked.length
    now += 2_500
    await until('it was asked twice and more', () => server.asked.length >= before + 3)
    expect(watching.facts).toMatchObject({ link: { state: 'open' }, leaderlessSince: null })
    now += 2_001
    await until('it is told', () => watching.facts.leaderlessSince !== null)
    expect(watching.facts.leaderlessSince).toBe(now - 2_001)
    respond.current = answering(recorded)
    await until('it serves again', () => watching.facts.leaderlessSince === null)
  })

  it('A leader restarted on the same port counts as leaderless before it is reported as open', async () => {
    const { server, reported, watching } = await watchLeader()
    await sleep(1_100)
    await server.kill()
    await until('it is gone', () => watching.facts.link.state === 'refused')
    reported.length = 0
    const respond = { current: answering(servesNone) }
    const anew = await startFakeJobManager(respond, server.port)
    opened.push({ close: () => void anew.kill() })
    await until('it answers', () => watching.facts.link.state === 'open')
    expect(reported.find(({ link }) => link.state === 'open')?.leaderlessSince).toEqual(expect.any(Number))
    respond.current = answering(recorded)
    await until('it serves', () => watching.facts.leaderlessSince === null)
  })
})
