import { expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aSituation } from '@/lib/testing/situations'
import { aWatchedCluster } from '@/lib/testing/watched/a-watched-cluster'
import type { StepContext } from '@/lib/operations/run/verb'
import { toResult, type TakeoverExecution } from './takeover-steps'

test('The report of a takeover has the figure of the outage beside that of the operation, which began later', () => {
  const snapshot = aSituation('afterOutage')
  const run = {
    startedAt: aMoment - 24_000,
    runningAt: aMoment - 17_700,
    place: 'removed',
    expected: { leader: { master: 'jm1:8081', zkSessionId: '0x1000015a68a0000' } },
  } as TakeoverExecution
  expect(toResult(run, { snapshot: () => snapshot } as StepContext)).toBe(
    'jm2:8081 leads; all jobs ran 6.3 s after the start. jm1:8081 was fenced. There was no leader for 34 s.',
  )
})

test('The report of a hand-over says that the former leader is back only when it is proven in line with another session', () => {
  const snapshot = aWatchedCluster(aMoment, [[0, { leader: 2, line: [2, 3, 1] }]])
  const run = (zkSessionId: string, place = 'removed') =>
    ({
      startedAt: aMoment - 9_000,
      runningAt: aMoment - 4_700,
      place,
      expected: { leader: { master: 'jm1:8081', zkSessionId } },
    }) as TakeoverExecution
  const report = (execution: TakeoverExecution) => toResult(execution, { snapshot: () => snapshot } as StepContext)
  expect(report(run('0x1'))).toBe('jm2:8081 leads; all jobs ran 4.3 s after the start. jm1:8081 was fenced and is back as a standby.')
  expect(report(run('0x1', 'left'))).toMatch(/jm1:8081 left the election and is back as a standby\.$/)
  expect(report(run('0x1000015a68a0000'))).toMatch(/jm1:8081 was fenced\.$/)
})
