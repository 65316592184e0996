import { expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import type { StepContext } from '../run/verb'
import { toNewcomerStep } from './taskmanager-parts'

it('A new TaskManager that cannot be told from the earlier ones is reported as not known, not as done', async () => {
  const before = aSnapshot({ taskManagers: { ...aSnapshot().taskManagers, total: null, detail: [] } })
  expect(await toNewcomerStep(before).run({} as StepContext)).toEqual({
    notKnown: 'No leader told which there were before, so a new one cannot be told from them.',
  })
})
