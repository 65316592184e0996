import { describe, expect, it } from 'vitest'
import { aWorld, type World } from '@/lib/testing/fencing/a-world'
import { aLatch, aReading, leadersOf, toSession } from '@/lib/testing/fencing/an-election'
import type { Fence, FencingQuestion } from './decision'
import { decideFencing } from './decide-fencing'

const refusalOf = (question: FencingQuestion) => {
  const decision = decideFencing(question)
  return decision.kind === 'refuse' ? decision.code : 'FENCED'
}
const withHolder = ({ question }: World, number: number, over: object): FencingQuestion => ({
  ...question,
  holders: new Map(
    [...question.holders].map(([session, holder]) => [session, session === toSession(number) ? { ...holder, ...over } : holder]),
  ),
})

const addresses = new Map([
  ['jm0', ['10.0.0.10']],
  ['jm1', ['10.0.0.11']],
])

describe('a dead leader with a living standby behind it', () => {
  it('A dead leader is fenced by its latch and locks, never by what it published', () => {
    const decision = decideFencing(aWorld().question) as Fence
    expect(decision.latches.map(({ owner }) => owner)).toEqual([toSession(0)])
    expect(decision.locks.map(({ owner }) => owner)).toEqual([toSession(0)])
    expect(decision.next.master).toBe('jm1:8081')
  })

  it.each(['zombie', 'recycled'] as const)('A dead leader is fenced when its process id is a %s', (truth) => {
    expect(refusalOf(aWorld([truth, 'running']).question)).toBe('FENCED')
  })

  it('Fencing includes the dead standbys in front of the living one', () => {
    const decision = decideFencing(aWorld(['gone', 'gone', 'running']).question) as Fence
    expect(decision.latches.map(({ owner }) => owner)).toEqual([toSession(0), toSession(1)])
    expect(decision.deadStandbys.map(({ master }) => master)).toEqual(['jm1:8081'])
    expect(decision.next.master).toBe('jm2:8081')
  })

  it('Fencing leaves a dead standby behind the living one alone', () => {
    const decision = decideFencing(aWorld(['gone', 'running', 'gone']).question) as Fence
    expect(decision.latches.map(({ owner }) => owner)).toEqual([toSession(0)])
  })
})

describe('refused fencing', () => {
  it.each([
    ['running', 'leader-alive'],
    ['sleeping', 'leader-alive'],
    ['half', 'leader-alive'],
    ['stopped', 'leader-frozen'],
  ] as const)('Fencing is refused when the leader is %s (%s)', (truth, code) => {
    expect(refusalOf(aWorld([truth, 'running']).question)).toBe(code)
  })

  it.each([
    ['stopped', 'standby-not-ready'],
    ['half', 'standby-not-ready'],
    ['sleeping', 'standby-not-ready'],
  ] as const)('Fencing is refused when the next in line is %s (%s), even with a running standby behind it', (truth, code) => {
    expect(refusalOf(aWorld(['gone', truth, 'running']).question)).toBe(code)
  })

  it('Fencing is refused when the host cannot be reached, because silence is no proof of death', () => {
    expect(
      refusalOf(withHolder(aWorld(), 0, { life: { state: 'unknown', why: 'ssh: connect to host jm0 port 22: No route to host' } })),
    ).toBe('death-not-proven')
  })

  it.each(['elimination', 'connection-list', 'logged-session', 'leader-address'] as const)(
    'Fencing is refused when the leader’s session is tied to its process by %s only',
    (proof) => {
      expect(refusalOf(withHolder(aWorld(), 0, { proof }))).toBe('process-not-identified')
    },
  )

  it('Fencing is refused with both addresses when the leader publishes others than its process was noted with', () => {
    for (const place of [
      { host: 'jm0', rpcPort: 50010, restPort: 8081 },
      { host: 'jm0', rpcPort: 6120, restPort: 8082 },
      { host: 'jm1', rpcPort: 6120, restPort: 8081 },
    ]) {
      const { question } = aWorld()
      const leaders = leadersOf(toSession(0), 'leader-1', '0x200', place)
      const readings = { first: { ...question.first, leaders }, second: { ...question.second, leaders } }
      expect(decideFencing({ ...question, ...readings, addresses })).toMatchObject({
        code: 'addresses-disagree',
        text: expect.stringContaining(
          `@${place.host}:${place.rpcPort}/user/rpc/dispatcher_1 and http://${place.host}:${place.restPort} for session ${toSession(0)}, but pid 100 on jm0 holds ports 6120 and 8081`,
        ) as string,
      })
    }
  })

  it('Fencing is refused when the leader publishes a name that is not resolved where the console runs', () => {
    const { question } = aWorld()
    const leaders = leadersOf(toSession(0), 'leader-1', '0x200', { host: 'jm9', rpcPort: 6120, restPort: 8081 })
    const readings = { first: { ...question.first, leaders }, second: { ...question.second, leaders } }
    const decide = (more: [string, string[]][]) => decideFencing({ ...question, ...readings, addresses: new Map([...addresses, ...more]) })
    expect(decide([])).toMatchObject({
      code: 'addresses-disagree',
      text: expect.stringMatching(/^ZooKeeper publishes jm9 for session .*, and whether that is jm0 is not known/) as string,
    })
    expect(decide([['jm9', ['10.0.0.10']]])).toMatchObject({ kind: 'fence' })
  })

  it('Fencing of a living leader is refused when its host does not confirm right before that its process leads', () => {
    const { question } = aWorld()
    expect(
      decideFencing({ ...question, proofNow: { holds: false, why: 'pid 100 on jm0 is not the process that was noted' } }),
    ).toMatchObject({
      code: 'process-not-identified',
      text: 'It is not proven now which process leads: pid 100 on jm0 is not the process that was noted.',
    })
    expect(refusalOf({ ...question, proofNow: { holds: true } })).toBe('FENCED')
  })

  it('Fencing is refused when the process was never identified while it lived', () => {
    expect(refusalOf(withHolder(aWorld(), 0, { identity: null }))).toBe('process-not-identified')
  })

  it('Fencing is refused when an unknown session stands in front of the living standby', () => {
    const { question } = aWorld()
    expect(refusalOf({ ...question, holders: new Map([...question.holders].filter(([session]) => session !== toSession(1))) })).toBe(
      'standby-not-identified',
    )
  })

  it('Fencing is refused when the next in line does not answer on its port', () => {
    expect(refusalOf(withHolder(aWorld(), 1, { answers: false }))).toBe('standby-not-ready')
    expect(refusalOf(withHolder(aWorld(), 1, { answers: null }))).toBe('standby-not-ready')
  })

  it('Fencing is refused when no standby is left in line', () => {
    expect(refusalOf(aWorld(['gone']).question)).toBe('no-standby')
    expect(refusalOf(aWorld(['gone', 'gone']).question)).toBe('no-standby')
  })

  it('Fencing is refused in layouts of Flink 1.14 and older and in trees of both eras', () => {
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, layout: 'older' }) }).question)).toBe('layout-not-supported')
    expect(refusalOf(aWorld(undefined, { first: aReading({ layout: 'older' }) }).question)).toBe('layout-not-supported')
  })

  it('Fencing is refused when the first latch was rewritten, because the next one would not notice its end', () => {
    const { question } = aWorld()
    const [first, ...others] = question.second.latches
    expect(refusalOf({ ...question, second: { ...question.second, latches: [{ ...first!, version: 1 }, ...others] } })).toBe(
      'leadership-split',
    )
    expect(refusalOf(question)).toBe('FENCED')
  })

  it('Fencing is refused in application mode', () => {
    const world = aWorld()
    expect(refusalOf(withHolder(world, 0, { identity: { ...world.processes[0]!.identity, mode: 'application' } }))).toBe('application-mode')
  })

  it('Fencing is refused when the quorum does not serve or the reading may be old', () => {
    expect(refusalOf(aWorld(undefined, { quorumServes: false }).question)).toBe('quorum-not-serving')
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, isFresh: false }) }).question)).toBe('reading-not-fresh')
  })

  it('Fencing is refused when the leader is not the planned one', () => {
    expect(refusalOf(aWorld(undefined, { expectedLeaderSessionId: 'leader-0' }).question)).toBe('leader-changed')
  })

  it('Fencing is refused while the election moves or when the two readings are too close', () => {
    expect(refusalOf(aWorld(undefined, { first: aReading({ leaders: leadersOf(toSession(0), 'leader-1', '0x1ff') }) }).question)).toBe(
      'leadership-moving',
    )
    expect(refusalOf(aWorld(undefined, { first: aReading({ latches: [aLatch(7, toSession(3)), ...aReading().latches] }) }).question)).toBe(
      'leadership-moving',
    )
    expect(refusalOf(aWorld(undefined, { first: aReading({ at: 1_101 }) }).question)).toBe('readings-too-close')
  })

  it('Fencing is refused when the published leader is not first in line or belongs to several sessions', () => {
    const leaders = [...leadersOf(toSession(0), 'leader-1').slice(0, 2), ...leadersOf(toSession(1), 'leader-1').slice(2)]
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, leaders }) }).question)).toBe('leadership-split')
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, leaders: leadersOf(toSession(1), 'leader-1') }) }).question)).toBe(
      'leadership-split',
    )
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, leaders: leaders.slice(0, 2) }) }).question)).toBe(
      'leadership-split',
    )
  })

  it('Fencing is refused when a stray znode in the election would keep every standby from leading', () => {
    const stray = { strays: ['_c_x-latch--000000001'] }
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, ...stray }) }).question)).toBe('leadership-split')
  })

  it('Fencing is refused when no contender leads', () => {
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, latches: [], leaders: [] }) }).question)).toBe('no-leader')
  })
})
