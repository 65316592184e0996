import { expect, test } from 'vitest'
import { findPause, parseRunningTimes } from './job-log'

test('The times at which tasks ran are read from a JobManager’s log', () => {
  const log = [
    '2026-11-24 20:00:01,005 INFO  org.apache.flink.runtime.executiongraph.ExecutionGraph [] - Source: numbers (1/1) (abc_0) switched from DEPLOYING to INITIALIZING.',
    '2026-11-24 20:00:01,250 INFO  org.apache.flink.runtime.executiongraph.ExecutionGraph [] - Source: numbers (1/1) (abc_0) switched from INITIALIZING to RUNNING.',
  ].join('\n')
  expect(parseRunningTimes(log)).toEqual([new Date('2026-11-24T20:00:01.250').getTime()])
})

test('The longest pause after the fault is found, and not a longer one before it', () => {
  expect(findPause([100, 9_000, 10_000, 10_020, 10_700, 10_720], 10_005)).toBe(10_020)
  expect(findPause([], 5)).toBeNull()
})
