import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { decide, noteAll, noteByTexts, ownerOf, readLine, type Noted } from '@/lib/testing/fencing/decide-lived'
import { leadersOf } from '@/lib/testing/fencing/an-election'
import { createHappeningZnodes, type Meets } from '@/lib/testing/fencing/happening-znodes'
import { isAliveAt, livedWorlds, type LivedWorld } from '@/lib/testing/fencing/lived-worlds'
import type { Fence } from '../decide/decision'
import type { OwnedZnode } from '../decide/election'
import { findUsable } from '../notes/noted-identities'
import { removeElectionZnodes, type Removed } from './remove-znodes'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

/**
 * As the database keeps it: one row per session. Notes that came from texts, before decision 33, or ended since, are still there; a note of
 * the same session replaces them.
 */
function throughDatabase(world: LivedWorld, noted: ReadonlyMap<string, Noted>): Map<string, Noted> {
  const toRow = (zkSessionId: string, { identity }: Noted, proof: string, endedAt: number | null) => ({
    zk_session_id: zkSessionId,
    master: `${identity.host}:${identity.restPort}`,
    proof,
    identity: JSON.stringify(identity),
    ended_at: endedAt,
  })
  const older = [...noteByTexts(world)].map(([session, note], place) =>
    place % 2 === 0 ? toRow(session, note, 'logged-session', null) : toRow(session, note, 'logged-connection', 1),
  )
  const rows = new Map(
    [...older, ...[...noted].map(([session, note]) => toRow(session, note, note.proof, null))].map((row) => [row.zk_session_id, row]),
  )
  return new Map(
    [...rows.values()].flatMap((row) => {
      const usable = findUsable(row)
      const hostNumber = noted.get(row.zk_session_id)?.hostNumber ?? 0
      return usable ? [[row.zk_session_id, { proof: usable.proof, identity: usable.identity, hostNumber }] as const] : []
    }),
  )
}

interface Change {
  before: { what: 'nothing' | 'expire' | 'join' | 'publish' | 'lock'; who: number }[]
  meets: Meets
}
const aChange = fc.record({
  before: fc.array(fc.record({ what: fc.constantFrom('nothing', 'expire', 'join', 'publish', 'lock'), who: fc.nat(4) }), { maxLength: 2 }),
  meets: fc.constantFrom<Meets>('answer', 'answer', 'answer', 'lost-done', 'lost-undone', 'unsent'),
}) as fc.Arbitrary<Change>

/** ZooKeeper’s rules: a session that ends takes its znodes along; only a living process writes; no name is given twice. */
function happen(znodes: Map<string, OwnedZnode>, world: LivedWorld, { what, who }: Change['before'][number], serial: number): void {
  const life = world.lives[who % world.lives.length]!
  if (what === 'expire') for (const { path, owner } of [...znodes.values()]) if (owner === life.session) znodes.delete(path)
  if (!isAliveAt(life, 'after')) return
  const add = (path: string) => znodes.set(path, { path, owner: life.session, version: 0, czxid: `0x${(1_000 + serial).toString(16)}` })
  if (what === 'join') add(`/flink/default/leader/latch/_c_new-${serial}-latch-${serial}`)
  if (what === 'lock') add(`/flink/default/jobs/j0/checkpoints/1/locks/new-${serial}`)
  if (what === 'publish') for (const znode of leadersOf(life.session, `leader-${serial}`)) znodes.set(znode.path, znode)
}

async function removeWhileItHappens(world: LivedWorld, fence: Fence, changes: readonly Change[]) {
  const { latches, leaders, locks } = readLine(world, 'after')
  const znodes = new Map([...latches, ...leaders, ...locks].map((znode): [string, OwnedZnode] => [znode.path, znode]))
  let at = 0
  const { client, removed } = createHappeningZnodes(znodes, () => {
    const change = changes[at++]
    change?.before.forEach((one, number) => happen(znodes, world, one, at * 10 + number))
    return change?.meets ?? 'answer'
  })
  let end: Removed | Error | null = null
  void removeElectionZnodes(fence, { getClient: () => client, untilAt: Date.now() + 2_000 }).then(
    (result) => (end = result),
    (error: Error) => (end = error),
  )
  while (end === null) await vi.advanceTimersByTimeAsync(200)
  return { end: end as Removed | Error, removed, left: fence.latches.filter(({ path }) => znodes.has(path)) }
}

it('Whatever changes during a removal and whichever answers are lost, only a dead process’s latch goes and the report is true', async () => {
  const ends = new Map<string, number>()
  const property = fc.asyncProperty(livedWorlds, fc.array(aChange, { maxLength: 8 }), async (world, changes) => {
    const noted = noteAll(world)
    const kept = throughDatabase(world, noted)
    expect(kept).toEqual(noted)
    const decision = decide(world, kept)
    if (decision.kind === 'refuse') return
    const { end, removed, left } = await removeWhileItHappens(world, decision, changes)
    for (const { owner, path } of removed) {
      expect(isAliveAt(ownerOf(world, owner), 'after')).toBe(false)
      expect(path).not.toContain('connection_info')
    }
    const kind = end instanceof Error ? 'failed' : end.kind
    ends.set(kind, (ends.get(kind) ?? 0) + 1)
    if (kind === 'failed') expect(removed).toEqual([])
    if (kind === 'removed' || kind === 'ended' || kind === 'gone') expect(left).toEqual([])
    if (kind === 'ended') expect(removed).toEqual([])
  })
  // Until each way in which it can end was met: a removal that always fails would pass all of the above. The rarest is one in a thousand.
  const isMet = () => ['removed', 'ended', 'gone'].every((kind) => ends.has(kind))
  for (let round = 0; round < 3 || (round < 20 && !isMet()); round++) await fc.assert(property, { numRuns: 1_000 })
  expect(isMet(), JSON.stringify([...ends])).toBe(true)
})
