import { describe, expect, it } from 'vitest'
import type { OperationRecord } from '@/lib/model/operation'
import { toRunning } from './live-operation'

describe('what a snapshot says of the running operation', () => {
  it('It names the JobManager that the newest begun step stops', () => {
    const startedAt = '2026-03-14T13:58:15.000Z'
    const named = (begun: number) => {
      const steps = [{ stops: 'jm3:8081' }, {}, { stops: 'jm1:8081' }, {}].map((step, index) => ({
        ...step,
        title: `Step ${index}`,
        state: index < begun ? 'done' : 'waiting',
        startedAt: index < begun ? startedAt : null,
      }))
      const record = { id: 'o1', kind: 'hand-over', target: 'jm2:8081', steps, step: 0, startedAt, by: { name: 'Ada' } }
      return toRunning(record as unknown as OperationRecord)
    }
    const running = { id: 'o1', kind: 'hand-over', target: 'jm2:8081', step: 'Step 0', startedAt, by: 'Ada' }
    expect([0, 1, 2, 3, 4].map(named)).toEqual([
      running,
      { ...running, stops: 'jm3:8081' },
      { ...running, stops: 'jm3:8081' },
      { ...running, stops: 'jm1:8081' },
      { ...running, stops: 'jm1:8081' },
    ])
  })
})
