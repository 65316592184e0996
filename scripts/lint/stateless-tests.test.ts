import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pureRooms } from './import-zones.mjs'

/** What a test can change for the tests that run after it in the same process. */
const lasting =
  /\bvi\.(?:mock|doMock|hoisted|resetModules|stubEnv|stubGlobal|useFakeTimers|setSystemTime|spyOn|setConfig)\b|\bprocessWide\b|\bglobalThis\b|\bprocess\.(?:on|once|chdir|exitCode|env\b[^=\n]*(?<![=!])=(?![=>]))/

const findLasting = (text: string) => lasting.exec(text)?.[0] ?? null

test('The tests of pure rooms, which share a process, change nothing that outlives them', () => {
  const rooms = pureRooms.filter((room) => room !== 'lib/base')
  const files = execFileSync('git', ['ls-files', '--', ...rooms], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => /(?<!\.real)\.test\.ts$/.test(file))
  expect(files.length).toBeGreaterThan(90)
  const changing = files.flatMap((file) => {
    const found = findLasting(readFileSync(file, 'utf8'))
    return found ? [`${file}: ${found}`] : []
  })
  expect(changing, 'move what needs it to another room, or pass it as an argument').toEqual([])
})

test.each([
  ["vi.mock('./clock')", true],
  ['vi.useFakeTimers()', true],
  ["process.env.TZ = 'UTC'", true],
  ['processWide.log = null', true],
  ["process.on('exit', close)", true],
  ['const done = vi.fn()', false],
  ['const count = Number(process.env.COUNT ?? 5)', false],
  ['if (process.env.COUNT === undefined) return', false],
])('The answer whether “%s” changes the process is %s', (text, expected) => {
  expect(findLasting(text) !== null).toBe(expected)
})
