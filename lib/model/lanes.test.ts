import { describe, expect, it } from 'vitest'
import { advanceLanes } from './lanes'
import type { JobManager, Lane } from './snapshot'

const HOUR = 3_600_000
const start = Date.parse('2026-11-22T12:00:00.000Z')
const jm = (master: string, role: JobManager['role']) => ({ master, role }) as JobManager

describe('leadership lanes', () => {
  it('lengthen by a span when the role changes, and stay the same object when it does not', () => {
    const one = advanceLanes([], [jm('jm1:8081', 'leader')], start)
    const two = advanceLanes(one, [jm('jm1:8081', 'leader')], start + HOUR)
    expect(two[0]).toBe(one[0])
    const three = advanceLanes(two, [jm('jm1:8081', 'down')], start + 2 * HOUR)
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

  it('forget what ended more than a day ago, never what still lasts', () => {
    let lanes = advanceLanes([], [jm('jm1:8081', 'leader')], start)
    lanes = advanceLanes(lanes, [jm('jm1:8081', 'down')], start + HOUR)
    lanes = advanceLanes(lanes, [jm('jm1:8081', 'standby')], start + 30 * HOUR)
    expect(lanes[0]!.spans.map((span) => span.role)).toEqual(['down', 'standby'])
  })

  it('follow the masters file', () => {
    const lanes = advanceLanes([], [jm('jm1:8081', 'leader'), jm('jm2:8081', 'standby')], start)
    expect(advanceLanes(lanes, [jm('jm2:8081', 'standby')], start + 1).map((lane) => lane.master)).toEqual(['jm2:8081'])
  })
})
