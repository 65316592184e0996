import { expect, it } from 'vitest'
import { notifyWhenChanged } from './notify-when-changed'

it('A changed value is announced once in a later microtask, however often it is checked', async () => {
  let now: unknown[] = ['ready', true]
  let lastSent = 0
  const look = notifyWhenChanged(
    () => now,
    () => void lastSent++,
  )
  const turn = async () => {
    look()
    look()
    const before = lastSent
    await Promise.resolve()
    return [before, lastSent]
  }
  expect(await turn()).toEqual([0, 1])
  now = ['ready', true]
  expect(await turn()).toEqual([1, 1])
  now = ['ready', false]
  expect(await turn()).toEqual([1, 2])
})
