import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFreshZnode as znode, danglingNow as now } from '@/lib/testing/a-fresh-znode'
import { decideRemoval } from './decide-removal'
import { leastAgeMs, type DanglingItem, type DanglingWorld } from './removal'

const job = 'a'.repeat(32)
const other = 'b'.repeat(32)
const leftover: DanglingItem = { kind: 'znodes', path: `jobs/${job}` }
const broken: DanglingItem = { kind: 'pointer', path: `jobs/${job}/checkpoints/0000000000000000007` }
const orphan: DanglingItem = { kind: 'file', path: '/ha/default/completedCheckpoint1' }

function aWorld(over: Partial<DanglingWorld> = {}): DanglingWorld {
  return {
    now,
    znodes: [znode(`jobs/${job}`), znode(`jobs/${job}/checkpoint_id_counter`, { version: 4 })],
    isContended: true,
    hasLocks: true,
    leader: 'running',
    ownFiles: [],
    liveJobs: new Set([other]),
    registeredJobs: new Set([other]),
    namedFiles: new Set(['/ha/default/completedCheckpoint2']),
    target: 'present',
    fileModifiedAt: now - leastAgeMs,
    ...over,
  }
}
const codeOf = (item: DanglingItem, over: Partial<DanglingWorld>) => {
  const decision = decideRemoval(item, aWorld(over))
  return decision.kind === 'keep' ? decision.code : 'REMOVED'
}

describe('removable dangling items', () => {
  it('The znodes of an unregistered job are removed, children first and each by its version', () => {
    expect(decideRemoval(leftover, aWorld())).toEqual({
      kind: 'remove',
      files: [],
      znodes: [
        { path: `jobs/${job}/checkpoint_id_counter`, version: 4, czxid: '0x5', isLock: false },
        { path: `jobs/${job}`, version: 0, czxid: '0x5', isLock: false },
      ],
    })
  })

  it('A pointer without its file is removed when no JobManager is present', () => {
    expect(
      codeOf(broken, {
        znodes: [znode(broken.path)],
        target: 'missing',
        isContended: false,
        liveJobs: null,
        registeredJobs: new Set([job]),
      }),
    ).toBe('REMOVED')
  })

  it('A file that no pointer names is removed', () => {
    expect(decideRemoval(orphan, aWorld({ znodes: [] }))).toEqual({ kind: 'remove', znodes: [], files: [orphan.path] })
  })
})

describe('dangling items that are kept', () => {
  it.each<[string, DanglingItem, Partial<DanglingWorld>, string]>([
    [
      'a job with a lock of any session',
      leftover,
      { znodes: [znode(`jobs/${job}`), znode(`jobs/${job}/checkpoints/1/locks/x`, { owner: '0x1' })] },
      'held-by-session',
    ],
    ['znodes written a moment ago', leftover, { znodes: [znode(`jobs/${job}`, { modifiedAt: now - leastAgeMs + 1 })] }, 'too-young'],
    ['a job that the leader names', leftover, { liveJobs: new Set([job]) }, 'job-lives'],
    ['a job while no leader can be asked about jobs', leftover, { liveJobs: null }, 'jobs-not-known'],
    ['a job that was registered meanwhile', leftover, { registeredJobs: new Set([job]) }, 'job-registered'],
    [
      'a broken pointer while JobManagers are present',
      broken,
      { znodes: [znode(broken.path)], target: 'missing', registeredJobs: new Set([job]) },
      'job-registered',
    ],
    ['a pointer whose file is there again', broken, { znodes: [znode(broken.path)], target: 'present' }, 'target-present'],
    ['a pointer whose file could not be checked', broken, { znodes: [znode(broken.path)], target: 'unchecked' }, 'target-not-checked'],
    ['znodes that are gone', leftover, { znodes: [] }, 'gone-already'],
    ['a file that a pointer names', orphan, { namedFiles: new Set([orphan.path]) }, 'still-named'],
    ['a file while the pointers are not known', orphan, { namedFiles: null }, 'names-not-known'],
    ['a young file', orphan, { fileModifiedAt: now - 1 }, 'too-young'],
    ['a file that is gone', orphan, { target: 'missing' }, 'gone-already'],
  ])('The removal is refused for %s', (_, item, over, code) => {
    expect(codeOf(item, over)).toBe(code)
  })

  it.each([
    '',
    'leader',
    'leader/latch',
    'leader/latch/_c_x-latch-0000000001',
    'leader/dispatcher',
    'leader/dispatcher/connection_info',
    'jobs',
    'jobgraphs',
    '/jobs/x',
    '../other/jobs/x',
    'jobs//x',
  ])('The path %j is never removable', (path) => {
    expect(codeOf({ kind: 'znodes', path }, { znodes: [znode(path)] })).toBe('not-removable')
  })
})

it('No generated world leads to the removal of what a session holds, a living job needs or a pointer names', () => {
  const paths = fc.constantFrom(
    `jobs/${job}`,
    `jobs/${other}/checkpoints/1`,
    `leader/job-${job}`,
    `jobgraphs/${job}`,
    'checkpoints/x',
    'leader/latch/_c_1',
    'jobs',
  )
  const items: fc.Arbitrary<DanglingItem> = fc.oneof(
    fc.record({ kind: fc.constantFrom('znodes' as const, 'pointer' as const), path: paths }),
    fc.record({ kind: fc.constant('file' as const), path: fc.constantFrom('/ha/1', '/ha/2') }),
  )
  const someJobs = fc.subarray([job, other]).map((all) => new Set(all))
  const worlds = fc.record({
    now: fc.constant(now),
    isContended: fc.boolean(),
    hasLocks: fc.boolean(),
    leader: fc.constantFrom('none' as const, 'gone' as const, 'running' as const, 'not-proven' as const),
    ownFiles: fc.constant([]),
    liveJobs: fc.option(someJobs, { nil: null }),
    registeredJobs: someJobs,
    namedFiles: fc.option(
      fc.subarray(['/ha/1', '/ha/2']).map((all) => new Set(all)),
      { nil: null },
    ),
    target: fc.constantFrom('present' as const, 'missing' as const, 'unreadable' as const, 'unchecked' as const),
    fileModifiedAt: fc.option(fc.constantFrom(now, now - leastAgeMs), { nil: null }),
    owners: fc.array(fc.constantFrom('0x0', '0x0', '0x0', '0x7'), { maxLength: 3 }),
    age: fc.constantFrom(0, leastAgeMs, leastAgeMs * 9),
  })
  let yes = 0
  fc.assert(
    fc.property(items, worlds, (item, { owners, age, ...rest }) => {
      const znodes =
        item.kind === 'file'
          ? []
          : owners.map((owner, i) => znode(i === 0 ? item.path : `${item.path}/${i}`, { owner, modifiedAt: now - age }))
      const decision = decideRemoval(item, { ...rest, znodes })
      if (decision.kind === 'keep') return
      yes++
      expect(znodes.every(({ owner }) => owner === '0x0')).toBe(true)
      expect(item.path.startsWith('leader/latch') || item.path === 'jobs').toBe(false)
      for (const id of rest.liveJobs ?? []) expect(item.path).not.toContain(id)
      if (rest.isContended && item.kind !== 'file' && /[ab]{32}/.test(item.path))
        for (const id of rest.registeredJobs) expect(item.path).not.toContain(id)
      for (const file of decision.files) expect(rest.namedFiles?.has(file)).toBe(false)
    }),
    { numRuns: 10_000 },
  )
  expect(yes).toBeGreaterThan(300)
})
