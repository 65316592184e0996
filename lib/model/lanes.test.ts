import { describe, expect, it } from 'vitest'
import { advanceLanes, advanceVerdicts } from './lanes'
import type { JobManager, Lane, Leader, VerdictSpan } from './snapshot'

const hour = 3_600_000
const start = Date.parse('2026-11-22T12:00:00.000Z')
const jm = (master: string, role: JobManager['role'], processState: JobManager['processState'] = 'running') =>
  ({ master, role, processState }) as JobManager
const led = (jobManagers: JobManager[], over: Partial<Parameters<typeof advanceLanes>[1]> = {}) => ({
  jobManagers,
  leader: null,
  outageSince: null,
  ...over,
})
const iso = (time: number) => new Date(time).toISOString()

describe('leadership lanes', () => {
  it('A lane gains a span when the role changes and stays the same object when it does not', () => {
    const one = advanceLanes([], led([jm('jm1:8081', 'leader')]), start)
    const two = advanceLanes(one, led([jm('jm1:8081', 'leader')]), start + hour)
    expect(two[0]).toBe(one[0])
    const three = advanceLanes(two, led([jm('jm1:8081', 'down')]), start + 2 * hour)
    expect(three).toEqual<Lane[]>([
      {
        master: 'jm1:8081',
        spans: [
          { role: 'leader', from: '2026-11-22T12:00:00.000Z', to: '2026-11-22T14:00:00.000Z' },
          { role: 'down', from: '2026-11-22T14:00:00.000Z', to: null },
        ],
      },
    ])
  })

  it('A lane drops spans that ended more than a day ago, but never one that still lasts', () => {
    let lanes = advanceLanes([], led([jm('jm1:8081', 'leader')]), start)
    lanes = advanceLanes(lanes, led([jm('jm1:8081', 'down')]), start + hour)
    lanes = advanceLanes(lanes, led([jm('jm1:8081', 'standby')]), start + 30 * hour)
    expect(lanes[0]!.spans.map((span) => span.role)).toEqual(['down', 'standby'])
  })

  it('The lanes follow the masters file', () => {
    const lanes = advanceLanes([], led([jm('jm1:8081', 'leader'), jm('jm2:8081', 'standby')]), start)
    expect(advanceLanes(lanes, led([jm('jm2:8081', 'standby')]), start + 1).map((lane) => lane.master)).toEqual(['jm2:8081'])
  })

  it('A leader’s span ends with its last sign of life, not with its place in ZooKeeper', () => {
    const lanes = advanceLanes([], led([jm('jm1:8081', 'leader')]), start)
    const leader = { master: 'jm1:8081', processSince: iso(start + hour - 4_000) } as Leader
    const frozen = led([jm('jm1:8081', 'leader', 'frozen')], { leader, outageSince: start + hour - 4_000 })
    expect(advanceLanes(lanes, frozen, start + hour)[0]!.spans).toEqual([
      { role: 'leader', from: iso(start), to: iso(start + hour - 4_000) },
      { role: 'frozen', from: iso(start + hour - 4_000), to: null },
    ])
  })

  it('The lanes tell a frozen standby from one that cannot be reached', () => {
    const roles = (['frozen', 'unknown'] as const).map(
      (state) => advanceLanes([], led([jm('jm2:8081', 'unreachable', state)]), start)[0]!.spans[0]!.role,
    )
    expect(roles).toEqual(['frozen', 'unreachable'])
  })

  it('The lanes show no leader while ZooKeeper is down, though its process runs', () => {
    const lanes = advanceLanes([], led([jm('jm1:8081', 'leader')]), start)
    const leader = { master: 'jm1:8081', processSince: null } as Leader
    const lost = led([jm('jm1:8081', 'leader')], { leader, outageSince: start + 5_000 })
    expect(advanceLanes(lanes, lost, start + 6_000)[0]!.spans.at(-1)).toEqual({ role: 'unknown', from: iso(start + 5_000), to: null })
  })
})

describe('the verdict’s lane', () => {
  it('An outage in the verdict’s lane begins with the last sign of life, also inside an earlier verdict', () => {
    const levels = [
      ['protected', null, start],
      ['unknown', null, start + 3_000],
      ['no-leader', start + 1_000, start + 5_000],
      ['no-leader', start + 1_000, start + 6_000],
      ['protected', null, start + 9_000],
    ] as const
    const spans = levels.reduce<VerdictSpan[]>((before, [level, outageSince, now]) => advanceVerdicts(before, level, outageSince, now), [])
    expect(spans).toEqual([
      { value: 'protected', from: iso(start), to: iso(start + 1_000) },
      { value: 'no-leader', from: iso(start + 1_000), to: iso(start + 9_000) },
      { value: 'protected', from: iso(start + 9_000), to: null },
    ])
  })
})
