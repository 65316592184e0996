import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBulkBudget } from './bulk-budget'
import { createPublisher } from './publisher'

describe('publisher', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('An urgent change is published in the same turn, and once for any number of sources', async () => {
    const publish = vi.fn()
    const publisher = createPublisher(publish)
    publisher.urgent()
    publisher.urgent()
    publisher.bulk()
    expect(publish).not.toHaveBeenCalled()
    await Promise.resolve()
    expect(publish).toHaveBeenCalledTimes(1)
  })

  it('Bulk changes are gathered into ten revisions a second, the first at once', async () => {
    const publish = vi.fn()
    const publisher = createPublisher(publish)
    for (let ms = 0; ms < 1000; ms += 1) {
      publisher.bulk()
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(publish.mock.calls.length).toBeGreaterThanOrEqual(9)
    expect(publish.mock.calls.length).toBeLessThanOrEqual(11)
  })

  it('An urgent change does not wait for the gathering of bulk changes', async () => {
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

  it('Each revision is published as urgent or bulk, and an urgent one leaves bulk changes for the next', async () => {
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

  it('Bulk changes are gathered for longer when a revision is slow to make, and urgent ones are not', async () => {
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

  it('The time for bulk revisions is shared among all clusters in turn', async () => {
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

  it('The next bulk revision runs when the rest after the last one is over, and a cancelled one never', async () => {
    let spent = 0
    const budget = createBulkBudget(() => Date.now() + spent)
    const ran: string[] = []
    budget.ask(() => {
      ran.push('first')
      spent += 100
      budget.spend(budget.clock() - 100, 100)
    })
    const cancelPending = budget.ask(() => void ran.push('taken back'))
    budget.ask(() => void ran.push('second'))
    cancelPending()
    await vi.advanceTimersByTimeAsync(90)
    expect(ran).toEqual(['first'])
    await vi.advanceTimersByTimeAsync(20)
    expect(ran).toEqual(['first', 'second'])
  })

  it('Bulk revisions do not rest while all are in a hurry, and each turn of the event loop makes one', async () => {
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
    await vi.waitFor(() => expect(order).toHaveLength(4), 60_000)
    expect(order.indexOf('an answer is read')).toBeLessThan(2)
    expect(now).toBe(150)
    isHurried = false
    createPublisher(() => order.push('as usual'), budget).bulk()
    await Promise.resolve()
    expect(order.at(-1), 'the hurry leaves nothing to be rested for').toBe('as usual')
  })

  it('A bulk revision is made in a bounded number of parts, with urgent revisions in between', async () => {
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
    await vi.waitFor(() => expect(order.at(-1)).toBe('bulk'), 60_000)
    expect(order).toEqual(['part, 2 left', 'urgent', 'part, 1 left', 'part, 0 left', 'bulk'])
    left = Infinity
    order.length = 0
    publisher.bulk()
    await vi.waitFor(() => expect(order.at(-1)).toBe('bulk'), 60_000)
    expect(order.length).toBeLessThan(20)
    publisher.bulk()
    publisher.close()
  })

  it('A closed publisher publishes nothing', async () => {
    const publish = vi.fn()
    const publisher = createPublisher(publish)
    publisher.bulk()
    publisher.close()
    publisher.urgent()
    await vi.advanceTimersByTimeAsync(500)
    expect(publish).not.toHaveBeenCalled()
  })
})

describe('a publisher after a storm of urgent revisions', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('A bulk change waits at most half a second after a storm of urgent revisions', async () => {
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

  it('An urgent revision does not start the 100 ms of gathering', async () => {
    const publish = vi.fn()
    const publisher = createPublisher(publish)
    publisher.urgent()
    await Promise.resolve()
    publisher.bulk()
    await Promise.resolve()
    expect(publish).toHaveBeenCalledTimes(2)
  })
})
