import { expect, it } from 'vitest'
import { finishUnits, finishUnitsInTurns, type Units } from './units'

/** Each unit takes as long as its cost, by a clock of the test’s own. */
function createWork(costs: readonly number[]) {
  const log: string[] = []
  let now = 0
  function* work(): Units<string> {
    for (const [index, cost] of costs.entries()) {
      if (index > 0) yield
      now += cost
      log.push(`unit ${index}`)
    }
    return 'done'
  }
  const turn = async () => void log.push('turn')
  return { log, work: work(), turn, clock: () => now }
}

it('Work in units gives the event loop a turn after every long unit, the last one too', async () => {
  const { log, work, turn, clock } = createWork([40, 40, 40])
  expect(await finishUnitsInTurns(work, turn, clock)).toBe('done')
  expect(log).toEqual(['unit 0', 'turn', 'unit 1', 'turn', 'unit 2', 'turn'])
})

it('Work in units does short units in one turn until they are long together', async () => {
  const { log, work, turn, clock } = createWork([1, 1, 1, 1, 1, 1])
  await finishUnitsInTurns(work, turn, clock)
  expect(log).toEqual(['unit 0', 'unit 1', 'unit 2', 'unit 3', 'unit 4', 'turn', 'unit 5'])
})

it('Work in units is finished at once by finishUnits', () => {
  const { log, work } = createWork([40, 40])
  expect([finishUnits(work), log]).toEqual(['done', ['unit 0', 'unit 1']])
})

it('Work in units ends with the error of a unit that fails', async () => {
  function* work(): Units<string> {
    yield
    throw new Error('a parser failed')
  }
  await expect(finishUnitsInTurns(work(), async () => {})).rejects.toThrow('a parser failed')
})
