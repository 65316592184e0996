import { expect, it } from 'vitest'
import { tellWhenChanged } from './tell-when-changed'

it('tells in a turn of its own when what is known is another, once however often it is looked at', async () => {
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
