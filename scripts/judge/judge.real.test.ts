import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSteps } from '@/scripts/setup/steps.mjs'
import { openCourt, type Court } from './court'
import { holdTrial } from './hold-trial'
import { toResultText } from './report/result'

let court: Court
beforeAll(async () => {
  court = await openCourt(createSteps())
})
afterAll(() => court?.close())

it('A console says nothing false while a leader dies, all TaskManagers die, a leader freezes and the quorum is lost', async () => {
  const result = await holdTrial(court, { seed: 1, minutes: 0, isShort: true, onFault: () => undefined })
  const text = toResultText(result)
  expect(result.faults, text).toHaveLength(4)
  expect(result.snapshots, text).toBeGreaterThan(200)
  expect(result.falsehoods, text).toBe(0)
})
