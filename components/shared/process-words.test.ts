import { expect, it } from 'vitest'
import { toPlaceWords } from './process-words'

it('A place in line is told by its number, the first as taking the lead, and an unknown one by no number', () => {
  expect([0, 1, 2, null].map(toPlaceWords)).toEqual(['Taking the lead', '1st in line', '2nd in line', 'Standby'])
})
