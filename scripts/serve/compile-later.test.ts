import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

const script = new URL('./compile-later.mjs', import.meta.url).href
/** Enough for V8 to optimize it at its usual budget, and not at that of a start. */
const busy =
  'function busy(n) { let sum = 0; for (let i = 0; i < 50; i++) sum += n * i; return sum }; const work = () => { for (let i = 0; i < 200; i++) busy(i) }'

function countOptimizations(code: string): number {
  const said = execFileSync(
    process.execPath,
    // Optimized at once and not beside it: a busy machine may not get round to that in time.
    [
      '--trace-opt',
      '--no-concurrent-recompilation',
      '--input-type=module',
      '-e',
      `import { compileLater } from '${script}'\n${busy}\n${code}`,
    ],
    { encoding: 'utf8' },
  )
  return said.split('\n').filter((line) => line.includes('completed compiling') && line.includes('<JSFunction busy')).length
}

const isV8Of20 = process.versions.v8.startsWith('11.')
const pause = 'await new Promise((resolve) => setTimeout(resolve, 100)); for (let i = 0; i < 3; i++) busy(i)'

it.runIf(isV8Of20)('V8 optimizes no function until compileLater is ended, and optimizes as usual afterwards', () => {
  expect(countOptimizations(`work(); ${pause}`)).toBeGreaterThan(0)
  expect(countOptimizations(`compileLater(); work(); ${pause}`)).toBe(0)
  expect(countOptimizations(`compileLater()(); work(); ${pause}`)).toBeGreaterThan(0)
})

it('The use of compileLater prints nothing', () => {
  const said = execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `import { compileLater } from '${script}'\ncompileLater()()\nconsole.log('fine')`],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  )
  expect(said).toBe('fine\n')
})
