import { expect, test } from 'vitest'
import { aMoment } from '@/lib/testing/a-snapshot'
import { toPhaseDetails } from './phases'

test('Steps of an incident that were seen in one update are told as reached by then', () => {
  const incident = {
    id: '1',
    lostAt: aMoment,
    resolvedAt: null,
    phases: [
      { phase: 'session-ended', at: aMoment + 34_000 },
      { phase: 'standby-leads', at: aMoment + 34_000 },
      { phase: 'rest-answers', at: aMoment + 35_500 },
      { phase: 'jobs-running', at: null },
    ],
  } as const
  const text = String(toPhaseDetails({ ...incident, phases: [...incident.phases] })?.text)
  expect([...text.matchAll(/class="mono">([^<]*)</g)].map(([, time]) => time)).toEqual(['by +34 s', 'by +34 s', '+35.5 s', 'awaited'])
})
