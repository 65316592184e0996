import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aReading, aLatch, aWorld, isTrulyDead, leadersOf, toSession, worlds, type World } from './a-world'
import type { Fence, FencingQuestion } from './decision'
import { decideFencing } from './decide-fencing'

const refusalOf = (question: FencingQuestion) => {
  const decision = decideFencing(question)
  return decision.kind === 'refuse' ? decision.code : 'FENCED'
}
const withHolder = ({ question }: World, number: number, over: object): FencingQuestion => ({
  ...question, holders: new Map([...question.holders].map(([session, holder]) => [session, session === toSession(number) ? { ...holder, ...over } : holder])),
})

describe('a dead leader with a living standby behind it', () => {
  it('is fenced: its latch and its locks, never what it published', () => {
    const decision = decideFencing(aWorld().question) as Fence
    expect(decision.latches.map(({ owner }) => owner)).toEqual([toSession(0)])
    expect(decision.locks.map(({ owner }) => owner)).toEqual([toSession(0)])
    expect(decision.next.master).toBe('jm1:8081')
  })

  it.each(['zombie', 'recycled'] as const)('is fenced when its process id is a %s', (truth) => {
    expect(refusalOf(aWorld([truth, 'running']).question)).toBe('FENCED')
  })

  it('takes the dead standbys in front of the living one with it', () => {
    const decision = decideFencing(aWorld(['gone', 'gone', 'running']).question) as Fence
    expect(decision.latches.map(({ owner }) => owner)).toEqual([toSession(0), toSession(1)])
    expect(decision.deadStandbys.map(({ master }) => master)).toEqual(['jm1:8081'])
    expect(decision.next.master).toBe('jm2:8081')
  })

  it('leaves a dead standby behind the living one alone', () => {
    const decision = decideFencing(aWorld(['gone', 'running', 'gone']).question) as Fence
    expect(decision.latches.map(({ owner }) => owner)).toEqual([toSession(0)])
  })
})

describe('it refuses', () => {
  it.each([
    ['running', 'leader-alive'], ['sleeping', 'leader-alive'], ['half', 'leader-alive'], ['stopped', 'leader-frozen'],
  ] as const)('when the leader is %s: %s', (truth, code) => {
    expect(refusalOf(aWorld([truth, 'running']).question)).toBe(code)
  })

  it.each([
    ['stopped', 'standby-not-ready'], ['half', 'standby-not-ready'], ['sleeping', 'standby-not-ready'],
  ] as const)('when the next in line is %s: %s, whoever stands behind it', (truth, code) => {
    expect(refusalOf(aWorld(['gone', truth, 'running']).question)).toBe(code)
  })

  it('when the host cannot be reached: silence is no death', () => {
    expect(refusalOf(withHolder(aWorld(), 0, { life: { state: 'unknown', why: 'ssh: connect to host jm0 port 22: No route to host' } }))).toBe('death-not-proven')
  })

  it.each(['elimination', 'connection-list'] as const)('when the leader’s session is tied to its process by %s only', (proof) => {
    expect(refusalOf(withHolder(aWorld(), 0, { proof }))).toBe('process-not-identified')
  })

  it('when the process was never identified while it lived', () => {
    expect(refusalOf(withHolder(aWorld(), 0, { identity: null }))).toBe('process-not-identified')
  })

  it('when a session in front of the living standby belongs to nobody known', () => {
    const { question } = aWorld()
    expect(refusalOf({ ...question, holders: new Map([...question.holders].filter(([session]) => session !== toSession(1))) })).toBe('standby-not-identified')
  })

  it('when the next one does not answer on its port', () => {
    expect(refusalOf(withHolder(aWorld(), 1, { answers: false }))).toBe('standby-not-ready')
    expect(refusalOf(withHolder(aWorld(), 1, { answers: null }))).toBe('standby-not-ready')
  })

  it('when nobody is left in line', () => {
    expect(refusalOf(aWorld(['gone']).question)).toBe('no-standby')
    expect(refusalOf(aWorld(['gone', 'gone']).question)).toBe('no-standby')
  })

  it('layouts of Flink 1.14 and older, and trees in which both eras live', () => {
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, layout: 'older' }) }).question)).toBe('layout-not-supported')
    expect(refusalOf(aWorld(undefined, { first: aReading({ layout: 'older' }) }).question)).toBe('layout-not-supported')
  })

  it('application mode', () => {
    const world = aWorld()
    expect(refusalOf(withHolder(world, 0, { identity: { ...world.processes[0]!.identity, mode: 'application' } }))).toBe('application-mode')
  })

  it('a quorum that does not serve, and a picture that may be old', () => {
    expect(refusalOf(aWorld(undefined, { quorumServes: false }).question)).toBe('quorum-not-serving')
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, isFresh: false }) }).question)).toBe('reading-not-fresh')
  })

  it('another leader than the planned one', () => {
    expect(refusalOf(aWorld(undefined, { expectedLeaderSessionId: 'leader-0' }).question)).toBe('leader-changed')
  })

  it('an election that moves: rewritten leader information, another first in line, readings too close', () => {
    expect(refusalOf(aWorld(undefined, { first: aReading({ leaders: leadersOf(toSession(0), 'leader-1', '0x1ff') }) }).question)).toBe('leadership-moving')
    expect(refusalOf(aWorld(undefined, { first: aReading({ latches: [aLatch(7, toSession(3)), ...aReading().latches] }) }).question)).toBe('leadership-moving')
    expect(refusalOf(aWorld(undefined, { first: aReading({ at: 1_101 }) }).question)).toBe('readings-too-close')
  })

  it('a split: the published leader is not the first in line, or its parts are of different sessions', () => {
    const leaders = [...leadersOf(toSession(0), 'leader-1').slice(0, 2), ...leadersOf(toSession(1), 'leader-1').slice(2)]
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, leaders }) }).question)).toBe('leadership-split')
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, leaders: leadersOf(toSession(1), 'leader-1') }) }).question)).toBe('leadership-split')
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, leaders: leaders.slice(0, 2) }) }).question)).toBe('leadership-split')
  })

  it('a cluster in which nobody leads', () => {
    expect(refusalOf(aWorld(undefined, { second: aReading({ at: 1_400, latches: [], leaders: [] }) }).question)).toBe('nobody-leads')
  })
})

describe('over generated worlds', () => {
  const processOf = (world: World, session: string) => world.processes[world.sessions.get(session)!]!
  let yes = 0

  it('never removes anything of a session whose process could still run, nor hands the lead to one that cannot', () => {
    fc.assert(fc.property(worlds, (world) => {
      const decision = decideFencing(world.question)
      if (decision.kind === 'refuse') return decision.text.length > 20
      yes++
      for (const { owner, path } of [...decision.latches, ...decision.locks]) {
        expect(isTrulyDead(processOf(world, owner))).toBe(true)
        expect(path).not.toContain('connection_info')
      }
      expect(processOf(world, decision.nextLatch.owner).truth).toBe('running')
    }), { numRuns: 20_000 })
    // A function that always refuses would pass all of the above.
    expect(yes).toBeGreaterThan(100)
  })

  it('whatever happens between the reading and the transaction: it fails whole, or removes what dead processes left', () => {
    const happenings = fc.array(fc.record({ what: fc.constantFrom('expire', 'join', 'publish', 'lock'), who: fc.nat(7) }), { maxLength: 5 })
    fc.assert(fc.property(worlds, happenings, (world, changes) => {
      const decision = decideFencing(world.question)
      if (decision.kind === 'refuse') return
      const znodes = new Map([...world.question.second.latches, ...world.question.second.leaders, ...world.question.second.locks].map((znode) => [znode.path, znode]))
      changes.forEach((change, number) => happen(znodes, world, change.what, toSession(change.who), number))
      const before = new Map(znodes)
      const isDone = runTransaction(znodes, [...decision.latches, ...decision.locks])
      const removed = [...before.values()].filter(({ path }) => !znodes.has(path))
      if (!isDone) expect(removed).toEqual([])
      for (const { owner } of removed) expect(isTrulyDead(processOf(world, owner))).toBe(true)
    }), { numRuns: 5_000 })
  })
})

/** ZooKeeper's rules: a session that ends takes its znodes along; names of latches and locks are never given twice. */
function happen(znodes: Map<string, { path: string; owner: string; version: number }>, world: World, what: string, session: string, number: number): void {
  const isLiving = world.sessions.has(session) && !isTrulyDead(world.processes[world.sessions.get(session)!]!)
  if (what === 'expire') for (const { path, owner } of [...znodes.values()]) if (owner === session) znodes.delete(path)
  if (!isLiving) return
  if (what === 'join') znodes.set(`/flink/default/leader/latch/_c_new-${number}`, { path: `/flink/default/leader/latch/_c_new-${number}`, owner: session, version: 0 })
  if (what === 'lock') znodes.set(`/flink/default/jobs/j/checkpoints/1/locks/new-${number}`, { path: `/flink/default/jobs/j/checkpoints/1/locks/new-${number}`, owner: session, version: 0 })
  if (what === 'publish') for (const znode of leadersOf(session, `leader-${number}`)) znodes.set(znode.path, znode)
}

function runTransaction(znodes: Map<string, { version: number }>, deletions: { path: string; version: number }[]): boolean {
  if (!deletions.every(({ path, version }) => znodes.get(path)?.version === version)) return false
  for (const { path } of deletions) znodes.delete(path)
  return true
}
