import pino from 'pino'
import { expect, it, vi } from 'vitest'
import { anIdentity } from '@/lib/testing/fencing/a-world'
import { HostError, type HostRunner } from '@/lib/sources/hosts/runner'
import { createLeaderWatch } from './leader-watch'

it('The leader watch reports once each when its host confirms it, when it is lost and when it ends', async () => {
  let lose: (error: Error) => void = () => undefined
  const run: HostRunner['run'] = (_host, _call, { onOutput }) => {
    onOutput?.('understudy alive\nunderstudy alive\n', 'stdout')
    return new Promise((_resolve, reject) => (lose = reject))
  }
  const lastSent: boolean[] = []
  const watch = createLeaderWatch(
    async () => ({ runner: { run } }) as never,
    pino({ level: 'silent' }),
    () => lastSent.push(watch.isWatching),
  )
  watch.forget()
  expect(lastSent).toEqual([])
  watch.follow(anIdentity(1), () => undefined)
  await vi.waitFor(() => expect(lastSent).toEqual([true]), 60_000)
  lose(new HostError('unreachable', 'jm1', 'the way there is cut'))
  await vi.waitFor(() => expect(lastSent).toEqual([true, false]), 60_000)
  await vi.waitFor(() => expect(lastSent, 'it is heard again').toEqual([true, false, true]), 60_000)
  watch.forget()
  watch.forget()
  expect(lastSent).toEqual([true, false, true, false])
})
