import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBulkBudget } from './bulk-budget'
import { createPublisher } from './publisher'

describe('publisher', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('publishes an urgent change in the same turn, once however many sources speak', async () => {
    const publish = vi.fn()
    const publisher = createPublisher(publish)
    publisher.urgent()
    publisher.urgent()
    publisher.bulk()
    expect(publish).not.toHaveBeenCalled()
    await Promise.resolve()
    expect(publish).toHaveBeenCalledTimes(1)
  })

  it('gathers a burst of bulk changes into ten revisions a second, the first at once', async () => {
    const publish = vi.fn()
    const publisher = createPublisher(publish)
    for (let ms = 0; ms < 1000; ms += 1) {
      publisher.bulk()
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(publish.mock.calls.length).toBeGreaterThanOrEqual(9)
    expect(publish.mock.calls.length).toBeLessThanOrEqual(11)
  })

  it('does not let an urgent change wait for the gathering of bulk', async () => {
    const publish = vi.fn()
    const publisher = createPublisher(publish)
    publisher.bulk()
    await Promise.resolve()
    publisher.bulk()
    publisher.urgent()
    await Promise.resolve()
    expect(publish).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(500)
    expect(publish).toHaveBeenCalledTimes(2)
  })

  it('says which of the two it is, and lets an urgent one leave bulk for the next', async () => {
    const said: string[] = []
    const publisher = createPublisher((urgency) => {
      said.push(urgency)
      if (urgency === 'urgent') publisher.bulk()
    })
    publisher.bulk()
    await Promise.resolve()
    for (let i = 0; i < 20; i++) {
      publisher.urgent()
      await vi.advanceTimersByTimeAsync(20)
    }
    expect(said.filter((urgency) => urgency === 'urgent')).toHaveLength(20)
    expect(said.filter((urgency) => urgency === 'bulk').length).toBeGreaterThanOrEqual(4)
  })

  it('gathers for longer when a revision is slow to make, so that making them takes a fifth of the time, and stays urgent', async () => {
    let now = 0
    const publish = vi.fn(() => void (now += 100))
    const publisher = createPublisher(
      publish,
      createBulkBudget(() => now),
    )
    publisher.bulk()
    await Promise.resolve()
    for (let ms = 0; ms < 380; ms += 10) {
      now += 10
      publisher.bulk()
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(publish).toHaveBeenCalledTimes(1)
    publisher.urgent()
    await Promise.resolve()
    expect(publish).toHaveBeenCalledTimes(2)
  })

  it('shares the time for bulk among all clusters, each in its turn', async () => {
    const order: number[] = []
    const budget = createBulkBudget(() => Date.now() + order.length * 10)
    const publishers = [0, 1, 2, 3].map((id) => createPublisher(() => void order.push(id), budget))
    for (let ms = 0; ms < 1000; ms += 5) {
      for (const publisher of publishers) publisher.bulk()
      await vi.advanceTimersByTimeAsync(5)
    }
    // Each takes 10 ms and may be published ten times per second; half of the time is available (the clock advances by what they take).
    expect(order.length).toBeGreaterThan(25)
    expect(order.length).toBeLessThan(60)
    const turns = [0, 1, 2, 3].map((id) => order.filter((one) => one === id).length)
    expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(2)
  })

  it('lets the next one run only when the time that the one before it spent is over, and not one that was taken back', async () => {
    let spent = 0
    const budget = createBulkBudget(() => Date.now() + spent)
    const ran: string[] = []
    budget.ask(() => {
      ran.push('first')
      spent += 100
      budget.spend(budget.clock() - 100, 100)
    })
    const takeBack = budget.ask(() => void ran.push('taken back'))
    budget.ask(() => void ran.push('second'))
    takeBack()
    await vi.advanceTimersByTimeAsync(90)
    expect(ran).toEqual(['first'])
    await vi.advanceTimersByTimeAsync(20)
    expect(ran).toEqual(['first', 'second'])
  })

  it('does not rest while all are in a hurry, and leaves each turn of the event loop to one', async () => {
    vi.useRealTimers()
    let isHurried = true
    let now = 0
    const budget = createBulkBudget(
      () => now,
      () => isHurried,
    )
    const order: string[] = []
    const publishers = [0, 1, 2].map((id) =>
      createPublisher(() => {
        order.push(`revision ${id}`)
        now += 50
      }, budget),
    )
    for (const publisher of publishers) publisher.bulk()
    // Requested after them, and delayed by one of them at most.
    setImmediate(() => order.push('an answer is read'))
    await vi.waitFor(() => expect(order).toHaveLength(4))
    expect(order.indexOf('an answer is read')).toBeLessThan(2)
    expect(now).toBe(150)
    isHurried = false
    createPublisher(() => order.push('as usual'), budget).bulk()
    await Promise.resolve()
    expect(order.at(-1), 'the hurry leaves nothing to be rested for').toBe('as usual')
  })

  it('makes a bulk revision in parts, between which an urgent one is published, and not in ever more of them', async () => {
    vi.useRealTimers()
    const order: string[] = []
    let left = 3
    const publisher = createPublisher(
      (urgency) => {
        order.push(urgency)
        if (urgency === 'urgent') publisher.bulk()
      },
      createBulkBudget(() => 0),
      () => {
        if (left === 0) return false
        order.push(`part, ${(left -= 1)} left`)
        return true
      },
    )
    publisher.bulk()
    await new Promise((resolve) => setImmediate(resolve))
    publisher.urgent()
    await vi.waitFor(() => expect(order.at(-1)).toBe('bulk'))
    expect(order).toEqual(['part, 2 left', 'urgent', 'part, 1 left', 'part, 0 left', 'bulk'])
    left = Infinity
    order.length = 0
    publisher.bulk()
    await vi.waitFor(() => expect(order.at(-1)).toBe('bulk'))
    expect(order.length).toBeLessThan(20)
    publisher.bulk()
    publisher.close()
  })

  it('publishes nothing after it was closed', async () => {
    const publish = vi.fn()
    const publisher = createPublisher(publish)
    publisher.bulk()
    publisher.close()
    publisher.urgent()
    await vi.advanceTimersByTimeAsync(500)
    expect(publish).not.toHaveBeenCalled()
  })
})

describe('after a storm of urgent revisions', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('bulk does not wait longer than half a second, however much the storm cost', async () => {
    let spent = 0
    const budget = createBulkBudget(() => Date.now() + spent)
    const storm = createPublisher(() => void (spent += 50), budget)
    for (let i = 0; i < 40; i += 1) {
      storm.urgent()
      await Promise.resolve()
    }
    const publish = vi.fn()
    createPublisher(publish, budget).bulk()
    await vi.advanceTimersByTimeAsync(510)
    expect(publish).toHaveBeenCalledTimes(1)
  })

  it('an urgent revision does not start the hundred milliseconds of gathering', async () => {
    const publish = vi.fn()
    const publisher = createPublisher(publish)
    publisher.urgent()
    await Promise.resolve()
    publisher.bulk()
    await Promise.resolve()
    expect(publish).toHaveBeenCalledTimes(2)
  })
})
