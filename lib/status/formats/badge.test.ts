import { XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { publicStates } from '../model/public-state'
import { toBadge } from './badge'

test.each(publicStates)('The badge of %s shows the state by word, shape and colour and is valid XML', (state) => {
  const svg = toBadge('Streams <&"> ünïcode', { state, redundancy: 'full' })
  expect(XMLValidator.validate(svg)).toBe(true)
  expect(svg.includes('#0e7a54')).toBe(state === 'operational')
})

test('A long name on the badge is truncated', () => {
  expect(toBadge('x'.repeat(500), { state: 'unknown', redundancy: 'unknown' }).length).toBeLessThan(900)
})

test.each([
  ['no-redundancy', 'operational, no redundancy'],
  ['no-backup', 'operational, no backup available'],
] as const)('The badge of a running page with %s is green and says “%s”', (redundancy, words) => {
  const svg = toBadge('Streams', { state: 'operational', redundancy })
  expect([svg.includes('#0e7a54'), svg.includes(`Streams: ${words}`)]).toEqual([true, true])
})
