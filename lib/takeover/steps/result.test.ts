import { expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aSituation } from '@/lib/testing/situations'
import type { StepContext } from '@/lib/operations/run/verb'
import { toResult, type TakeoverExecution } from './takeover-steps'

test('The report of a takeover has the figure of the outage beside that of the operation, which began later', () => {
  const snapshot = aSituation('afterOutage')
  const run = {
    startedAt: aMoment - 24_000,
    runningAt: aMoment - 17_700,
    place: 'removed',
    expected: { leader: { master: 'jm1:8081' } },
  } as TakeoverExecution
  expect(toResult(run, { snapshot: () => snapshot } as StepContext)).toBe(
    'jm2:8081 leads; all jobs ran 6.3 s after the start. jm1:8081 was fenced. There was no leader for 34 s.',
  )
})
