import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { processWide, processWideNames } from './process-wide'

const files = execFileSync('git', ['ls-files', 'lib/**/*.ts', 'app', 'components', 'scripts', 'proxy.ts', 'instrumentation.ts'], {
  encoding: 'utf8',
})
const product = files
  .split('\n')
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.test.ts') && !/^(lib\/testing|scripts\/bench)\//.test(file))
  .map((file) => [file, readFileSync(file, 'utf8')] as const)

test('The process-wide registry is the same for a module that is loaded anew', async () => {
  vi.resetModules()
  const anew = await import('./process-wide')
  expect(anew.processWide).toBe(processWide)
})

test('Each process-wide name is typed by exactly one file', () => {
  const typed = product.flatMap(([, text]) =>
    [...text.matchAll(/^( *|export )interface ProcessWide \{\n([^}]*)\}/gm)].flatMap(([, , body]) =>
      [...body!.matchAll(/^ *(\w+)\?:/gm)].map(([, name]) => name),
    ),
  )
  expect(typed.toSorted()).toEqual([...processWideNames].toSorted())
})

test('Only the process-wide registry is kept on globalThis', () => {
  const users = product.filter(([, text]) => /\bglobalThis\.(?!fetch\b)\w+ *(\?\?)?=[^=]|declare global/.test(text)).map(([file]) => file)
  expect(users).toEqual(['lib/base/process-wide.ts'])
})
