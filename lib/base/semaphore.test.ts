import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createSemaphore } from './semaphore'

it('A semaphore runs at most four tasks at once, all in the end, and a failed task releases its place', async () => {
  const turns = createSemaphore(4)
  let running = 0
  let most = 0
  const done: number[] = []
  const work = async (number: number) => {
    most = Math.max(most, ++running)
    await sleep(5)
    running -= 1
    if (number % 3 === 0) throw new Error('lost')
    done.push(number)
  }
  const results = await Promise.allSettled(Array.from({ length: 23 }, (_, number) => turns.run(() => work(number))))
  expect(most).toBe(4)
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(8)
  expect(done).toHaveLength(15)
  await turns.run(() => work(1))
  expect(most).toBe(4)
})
