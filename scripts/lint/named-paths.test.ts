import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

// A file that moves leaves its old name in documents and comments, where no compiler looks.

const folders = ['app', 'components', 'docs', 'e2e', 'lib', 'scripts']
const inFolder = new RegExp(`(?<![\\w/.@-])(?:${folders.join('|')})/[\\w./()[\\]-]*[\\w\\]]`, 'g')
/** Of Flink's own distribution. */
const foreign = ['lib/flink-dist']

const listed = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
const files = [...folders.flatMap(listed), ...readdirSync('.')]
const documents = files.filter((file) => file.endsWith('.md'))
const sources = files.filter((file) => /\.(ts|tsx|mts|mjs)$/.test(file))

/** A file with or without its end, a folder, or a decision by its number. */
function isThere(path: string): boolean {
  if (foreign.includes(path) || ['', '.ts', '.tsx', '.mjs'].some((end) => existsSync(path + end))) return true
  return /^docs\/decisions\/\d{4}$/.test(path) && readdirSync('docs/decisions').some((name) => name.startsWith(`${path.slice(-4)}-`))
}

function findMissing(text: string, parts: RegExp): string[] {
  return [...text.matchAll(parts)]
    .flatMap(([, part = '']) => [...part.matchAll(inFolder)].map(([path]) => path))
    .filter((path) => !isThere(path))
}

const quoted = /`([^`\n]+)`/g
const comments = /(?:^\s*\*|\/\*|\/\/)(.*)$/gm

test('The search finds a path that is gone and passes one that is there', () => {
  expect(findMissing('`lib/gone/file.ts` and `lib/model/snapshot.ts`, lib/gone outside of quotes', quoted)).toEqual(['lib/gone/file.ts'])
  expect(findMissing('/** See lib/gone. */\n * and docs/decisions/0031, docs/decisions/9999)\nlib/none()', comments)).toEqual([
    'lib/gone',
    'docs/decisions/9999',
  ])
  expect([documents.length, sources.length].every((count) => count > 40)).toBe(true)
})

test.each(documents)('The document %s names files and folders that are there', (document) => {
  const text = readFileSync(document, 'utf8')
  expect(findMissing(text, quoted)).toEqual([])
  const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target = '']) => target).filter((target) => !target.includes(':'))
  expect(links.filter((target) => !existsSync(join(dirname(document), target)))).toEqual([])
})

test('Comments name files and folders that are there', () => {
  const missing = sources
    .map((file) => [file, findMissing(readFileSync(file, 'utf8'), comments)] as const)
    .filter(([file, paths]) => paths.length > 0 && file !== 'scripts/lint/named-paths.test.ts')
  expect(missing).toEqual([])
})
