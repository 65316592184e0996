import { describe, expect, test } from 'vitest'
import { createTurnLanes } from './turn-lanes'

/** Lanes with one slot, whose work is held until the test releases it. */
function held(limits: Partial<Parameters<typeof createTurnLanes>[0]> = {}) {
  const lanes = createTurnLanes({ atOnce: 1, mostWaiting: 100, mostInLane: 100, ...limits })
  const order: string[] = []
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => (letGo = resolve))
  const first = lanes.run(['first'], () => gate)
  const add = (path: string, name = path) => lanes.run(path.split('/'), async () => (order.push(name), name))
  return { lanes, order, add, finish: async (all: Promise<unknown>[]) => (letGo(), await first, Promise.all(all)) }
}

describe('turn lanes', () => {
  test('Work is served lane by lane at each level, and in order within a lane', async () => {
    const { add, order, finish } = held()
    await finish([add('a/1', 'a1'), add('a/1', 'a1b'), add('a/1', 'a1c'), add('a/2', 'a2'), add('b/1', 'b1'), add('b/1', 'b1b')])
    expect(order).toEqual(['a1', 'b1', 'a2', 'b1b', 'a1b', 'a1c'])
  })

  test('A request from another network is served second among 240 from elsewhere', async () => {
    const { add, order, finish } = held({ mostWaiting: 400 })
    await finish([
      ...Array.from({ length: 240 }, (_one, at) => add(`10.0/10.0.0/10.0.0.${at}`)),
      add('192.168/192.168.1/192.168.1.1', 'operator'),
    ])
    expect(order.indexOf('operator')).toBe(1)
    expect(order).toHaveLength(241)
  })

  test('A full lane rejects new work, and the newest work of the fullest lane is dropped when all is full', async () => {
    const { add, order, finish } = held({ mostWaiting: 4, mostInLane: 3 })
    const all = [add('a/1'), add('a/1', 'a1b'), add('a/1', 'a1c'), add('a/1', 'a1d'), add('a/2'), add('b/1'), add('a/3')]
    expect(await finish(all)).toEqual(['a/1', 'a1b', null, null, null, 'b/1', 'a/3'])
    expect(order).not.toContain('a1d')
  })

  test('Failed work gives its place to the next', async () => {
    const lanes = createTurnLanes({ atOnce: 1, mostWaiting: 4, mostInLane: 4 })
    const failing = lanes.run(['a'], () => Promise.reject(new Error('no')))
    const next = lanes.run(['a'], async () => 'next')
    await expect(failing).rejects.toThrow('no')
    expect([await next, lanes.countWaiting()]).toEqual(['next', 0])
  })
})
