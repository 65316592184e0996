import { expect, test } from 'vitest'
import { toClockText, toKnownZone, toZoneWord } from './clock-text'

test('A zone has its short name of that time of the year, and an unknown one is UTC', () => {
  const [winter, summer] = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)]
  expect([
    toZoneWord('Europe/Berlin', winter),
    toZoneWord('Europe/Berlin', summer),
    toZoneWord('Asia/Kolkata', winter),
    toZoneWord('UTC', winter),
    toZoneWord('Nowhere/Land', winter),
  ]).toEqual(['CET', 'CEST', 'GMT+5:30', 'UTC', 'UTC'])
  expect([toKnownZone('Nowhere/Land'), toClockText('2026-01-15T12:00:00Z', 'Asia/Kolkata')]).toEqual(['UTC', '17:30:00'])
})
