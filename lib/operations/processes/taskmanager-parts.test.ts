import { expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import type { StepContext } from '../run/verb'
import { toNewcomerStep } from './taskmanager-parts'

it('a new TaskManager that cannot be told from those before is not known to be counted, and not called done', async () => {
  const before = aSnapshot({ taskManagers: { ...aSnapshot().taskManagers, total: null, detail: [] } })
  expect(await toNewcomerStep(before).run({} as StepContext)).toEqual({
    notKnown: 'No leader told which there were before, so a new one cannot be told from them.',
  })
})
