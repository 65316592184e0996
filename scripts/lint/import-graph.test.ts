import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'app', 'components', 'e2e', 'lib', 'scripts'], {
  encoding: 'utf8',
})
const files = new Set(tracked.split('\n').filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.(test|spec|d)\.ts$/.test(file)))

/** The files of the project that a file imports, for values or for types alone. */
function listImports(file: string): string[] {
  const named = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export|\} from|[^'\n]*\bimport\()[^'\n]*'([@.][^'\n]*)'/gm)]
  return named.flatMap(([, name = '']) => {
    const path = name.startsWith('@/') ? name.slice(2) : join(file, '..', name)
    return [path, `${path}.ts`, `${path}.tsx`, `${path}.mjs`, `${path}/index.ts`].filter((each) => files.has(each))
  })
}

/** The first circle that is found from each file, as the files on it. */
function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file].join(' -> '))
    if (done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...way, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return circles
}

it('No file imports itself through others, not even for types', () => {
  const graph = new Map([...files].map((file) => [file, listImports(file)]))
  expect([...graph.values()].flat().length).toBeGreaterThan(4_000)
  expect(findCircles(graph)).toEqual([])
})

it('A circle of three files is found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', []],
  ])
  expect(findCircles(graph)).toEqual(['a -> b -> c -> a'])
})

it('A migration imports none of the code that changes after it: only other files’ types, and the shape of a migration', () => {
  const applied = [...files].filter((file) => /^lib\/journal\/migrations\/\d/.test(file))
  const used = applied.flatMap((file) => listImports(file).map((path) => `${file} -> ${path}`))
  expect(applied.length).toBeGreaterThan(10)
  expect(used.filter((use) => !/ -> lib\/journal\/(migrations\/migration|dialect)\.ts$/.test(use))).toEqual([])
})
