import { describe, expect, it, vi } from 'vitest'
import { ReadQueue, type ReadJob, type Want } from './mirror-reads'

const data: Want = { data: true, children: 'no', walk: false, sync: false }
const walk: Want = { data: true, children: 'if-any', walk: true, sync: false }

/** A queue whose readings end when the test ends them. */
function aQueue() {
  const started: ReadJob[] = []
  const ends: ((error?: Error) => void)[] = []
  const queue = new ReadQueue(
    (job, done) => {
      started.push(job)
      ends.push((error) => done(error ?? null))
    },
    () => undefined,
  )
  const end = async (index: number, error?: Error) => {
    ends[index]?.(error)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { queue, started, end }
}

describe('the read queue', () => {
  it('The read queue reads a path once more for any number of requests during its reading', async () => {
    const { queue, started, end } = aQueue()
    for (let i = 0; i < 5; i++) queue.ask('a', 1, data)
    expect(started.map((job) => job.path)).toEqual(['a'])
    await end(0)
    expect(started.length).toBe(2)
    await end(1)
    expect(started.length).toBe(2)
    expect(queue.has('a')).toBe(false)
  })

  it('The read queue lets leadership overtake a walk of any length', async () => {
    const { queue, started } = aQueue()
    for (let i = 0; i < 5000; i++) queue.ask(`bulk/${i}`, 2, walk)
    expect(started.length).toBe(100)
    queue.ask('leader/info', 0, data)
    queue.ask('jobs/x', 1, data)
    expect(started.slice(100).map((job) => job.path)).toEqual(['leader/info', 'jobs/x'])
  })

  it('The read queue moves a waiting path of a walk forward when it changes, and reads it once', async () => {
    const { queue, started, end } = aQueue()
    for (let i = 0; i < 300; i++) queue.ask(`bulk/${i}`, 2, walk)
    queue.ask('bulk/299', 0, data)
    expect(started.at(-1)).toMatchObject({ path: 'bulk/299', want: { data: true, children: 'if-any', walk: true } })
    for (let i = 0; i < 300; i++) await end(i)
    expect(started.filter((job) => job.path === 'bulk/299').length).toBe(1)
    expect(queue.walking).toBe(0)
  })

  it('The read queue knows since when a change waits to be read, except for changes that can wait', async () => {
    vi.useFakeTimers({ now: 5_000, toFake: ['Date'] })
    const { queue, end } = aQueue()
    queue.ask('locks/a', 2, data)
    expect(queue.unansweredSince).toBeNull()
    queue.ask('jobs/a', 1, data)
    vi.setSystemTime(9_000)
    queue.ask('jobs/b', 1, data)
    expect(queue.unansweredSince).toBe(5_000)
    await end(1)
    expect(queue.unansweredSince).toBe(9_000)
    await end(2)
    expect(queue.unansweredSince).toBeNull()
    vi.useRealTimers()
  })

  it('The read queue counts what a walk still waits for', async () => {
    const { queue, end } = aQueue()
    queue.ask('a', 2, walk)
    queue.ask('b', 2, data)
    queue.ask('a', 1, data)
    queue.ask('b', 2, walk)
    expect(queue.walking).toBe(2)
    await end(0)
    expect(queue.walking).toBe(1)
    await end(1)
    expect(queue.walking).toBe(1)
  })

  it('The read queue marks an answer that a deletion has overtaken, and asks again', async () => {
    const { queue, started, end } = aQueue()
    queue.ask('a', 1, data)
    queue.discard('a', 1, data)
    queue.discard('not being read', 1, data)
    expect(started.map((job) => job.discard)).toEqual([true])
    await end(0)
    expect(started.map((job) => [job.path, job.discard])).toEqual([
      ['a', true],
      ['a', false],
    ])
  })

  it('The read queue skips a path that was deleted before its turn, and reads it when it comes back', async () => {
    const { queue, started, end } = aQueue()
    for (let i = 0; i < 180; i++) queue.ask(`out/${i}`, 1, data)
    queue.ask('short-lived', 1, data)
    queue.drop('short-lived')
    queue.drop('out/0')
    for (let i = 0; i < 90; i++) await end(i)
    expect(started.length).toBe(180)
    expect(queue.has('short-lived')).toBe(false)
    queue.ask('short-lived', 1, data)
    expect(started.at(-1)?.path).toBe('short-lived')
  })

  it('A full read queue continues by the half, and leadership does not wait for that', async () => {
    const { queue, started, end } = aQueue()
    for (let i = 0; i < 300; i++) queue.ask(`bulk/${i}`, 2, walk)
    for (let i = 0; i < 49; i++) await end(i)
    expect(started.length).toBe(100)
    queue.ask('leader/info', 0, data)
    expect(started.at(-1)?.path).toBe('leader/info')
    await end(49)
    await end(50)
    expect(started.length).toBe(151)
  })

  it('The read queue handles any number of readings that end at once', () => {
    const held: (() => void)[] = []
    let isHolding = true
    let count = 0
    const queue = new ReadQueue(
      (_, done) => {
        count++
        if (isHolding) held.push(() => done(null))
        else done(null)
      },
      () => undefined,
    )
    for (let i = 0; i < 50_000; i++) queue.ask(`bulk/${i}`, 2, walk)
    expect(count).toBe(100)
    isHolding = false
    for (const answer of held) answer()
    expect([count, queue.walking]).toEqual([50_000, 0])
  })

  it('The read queue reads a deleted path that a walk or a caller waits for', async () => {
    const { queue, started, end } = aQueue()
    for (let i = 0; i < 180; i++) queue.ask(`out/${i}`, 1, data)
    queue.ask('walked', 1, walk)
    const reported: string[] = []
    queue.ask('awaited', 1, data, { resolve: () => reported.push('awaited'), reject: () => reported.push('failed') })
    queue.drop('walked')
    queue.drop('awaited')
    for (let i = 0; i < 182; i++) await end(i)
    expect(started.slice(180).map((job) => job.path)).toEqual(['walked', 'awaited'])
    expect(queue.walking).toBe(0)
    expect(reported).toEqual(['awaited'])
  })

  it('The read queue answers a caller by the reading that began after its request', async () => {
    const { queue, end } = aQueue()
    const reported: string[] = []
    const waiter = (name: string) => ({ resolve: () => void reported.push(name), reject: () => void reported.push(`${name} failed`) })
    queue.ask('a', 1, data, waiter('first'))
    queue.ask('a', 1, data, waiter('second'))
    await end(0)
    expect(reported).toEqual(['first'])
    await end(1, new Error('x'))
    expect(reported).toEqual(['first', 'second failed'])
  })

  it('A cleared read queue forgets everything and ignores late answers', async () => {
    const { queue, started, end } = aQueue()
    const reported: unknown[] = []
    queue.ask('a', 1, walk, { resolve: () => reported.push('answered'), reject: (error) => reported.push(error) })
    queue.clear('lost')
    expect([queue.walking, queue.has('a'), started[0]?.cancelled, reported]).toEqual([0, false, true, ['lost']])
    queue.ask('a', 1, walk)
    await end(0)
    expect(queue.walking).toBe(1)
  })
})
