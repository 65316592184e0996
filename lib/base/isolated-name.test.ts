import { expect, test } from 'vitest'
import { toIsolated } from './isolated-name'

test('Only a name with letters from right to left is put between isolates', () => {
  expect(['orders v2', 'Zählung №3', '注文', 'طلبات v2', 'הזמנות'].map(toIsolated)).toEqual([
    'orders v2',
    'Zählung №3',
    '注文',
    '\u2068طلبات v2\u2069',
    '\u2068הזמנות\u2069',
  ])
})
