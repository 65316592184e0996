import { expect, test } from 'vitest'
import { mergeLanes } from './merge-lanes'
import type { LaneRole } from './snapshot'

const at = (minute: number) => new Date(Date.parse('2026-03-14T12:00:00Z') + minute * 60_000).toISOString()
const span = (role: LaneRole, from: number, to: number | null) => ({ role, from: at(from), to: to === null ? null : at(to) })
const until = Date.parse(at(30))
const merged = (old: ReturnType<typeof span>[], live: ReturnType<typeof span>[]) =>
  mergeLanes([{ master: 'jm1', spans: old }], [{ master: 'jm1', spans: live }], until)[0]!.spans

test('A stored span continues with the same role, though this process saw it begin later', () => {
  expect(merged([span('down', 0, 5), span('standby', 5, null)], [span('standby', 20, null)])).toEqual([
    span('down', 0, 5),
    span('standby', 5, null),
  ])
})

test('A stored open span ends where the live span ends', () => {
  expect(merged([span('standby', 5, null)], [span('standby', 20, 31), span('leader', 31, null)])).toEqual([
    span('standby', 5, 31),
    span('leader', 31, null),
  ])
})

test('A live span counts where the stored one had not yet been written', () => {
  expect(merged([span('standby', 5, null)], [span('unknown', 1, 6), span('leader', 29, null)])).toEqual([
    span('standby', 5, 29),
    span('leader', 29, null),
  ])
})

test('Merged lanes miss nothing of the last minute, though the journal is written a moment later', () => {
  expect(merged([span('standby', 5, null)], [span('standby', 20, 29.2), span('frozen', 29.2, 29.6), span('leader', 29.6, null)])).toEqual([
    span('standby', 5, 29.2),
    span('frozen', 29.2, 29.6),
    span('leader', 29.6, null),
  ])
})

test('A gap in the recording stays a gap', () => {
  expect(merged([span('standby', 5, 10)], [span('standby', 25, null)])).toEqual([span('standby', 5, 10), span('standby', 25, null)])
})

test('Masters of one side only are kept and sorted by name', () => {
  const lanes = mergeLanes([{ master: 'jm10', spans: [span('down', 0, 4)] }], [{ master: 'jm2', spans: [span('leader', 1, null)] }], until)
  expect(lanes.map(({ master }) => master)).toEqual(['jm2', 'jm10'])
})
