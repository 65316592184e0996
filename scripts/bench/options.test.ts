import { expect, test } from 'vitest'
import { measureNames, parseBenchOptions } from './options'

test('A bench without options measures everything', () => {
  expect(parseBenchOptions([])).toEqual({ only: [...measureNames], json: null, profile: null, help: false })
})

test('The option --only picks measurements, in the order of the table', () => {
  expect(parseBenchOptions(['--only', 'fleet, commit-to-dom', '--json', 'out.json'])).toEqual({
    only: ['commit-to-dom', 'fleet'],
    json: 'out.json',
    profile: null,
    help: false,
  })
})

test('A measurement that does not exist is refused with the list of those that do', () => {
  expect(() => parseBenchOptions(['--only', 'speed'])).toThrow(
    'There is no measurement “speed”. There are: commit-to-dom, kill-to-dom, idle-requests, fleet, thousand-jobs, takeover, status-pages, status-incident, page-load.',
  )
})
