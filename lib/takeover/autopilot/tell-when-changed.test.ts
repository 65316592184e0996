import { expect, it } from 'vitest'
import { tellWhenChanged } from './tell-when-changed'

it('A changed value is announced once in a later microtask, however often it is checked', async () => {
  let now: unknown[] = ['ready', true]
  let told = 0
  const look = tellWhenChanged(
    () => now,
    () => void told++,
  )
  const turn = async () => {
    look()
    look()
    const before = told
    await Promise.resolve()
    return [before, told]
  }
  expect(await turn()).toEqual([0, 1])
  now = ['ready', true]
  expect(await turn()).toEqual([1, 1])
  now = ['ready', false]
  expect(await turn()).toEqual([1, 2])
})
