import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** Forms of verbs that follow a subject: a title that begins with one has its subject elsewhere. */
const verbs = words(`is are was were isn’t has have does do did can cannot may must says tells takes gives refuses finds keeps gets lets
  makes knows offers puts sets cuts begins goes survives throws sees sends rejects leaves holds comes drops hides gathers forgets notices becomes remembers`)

/** Words with which a half of a sentence begins. As subjects (“Names of options …”) and openings they stand in capitals. */
const openings = words(`of with without that whose who whom which by in on at to for from as and or but because not never always still
  names reads writes counts asks answers ends shows looks waits calls stays stops starts needs runs leads follows opens closes lists
  cut tell say take give read write keep name show ask find count follow hold come go get refuse survive`)

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/))
}

/** A title of a table may begin with a placeholder; its rows are not judged. */
function isHalf(title: string): boolean {
  const [first = ''] = title.split(/[^\p{L}’]/u)
  return verbs.has(first.toLowerCase()) || openings.has(first)
}

/** Of `it` and `test` in all their forms (`it.each(…)`, `test.skip`), without groups and steps. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return /^(it|test)([A-Z]\w*)?$/.test(callee.text)
  if (ts.isCallExpression(callee)) return isTest(callee.expression)
  if (ts.isTaggedTemplateExpression(callee)) return isTest(callee.tag)
  return ts.isPropertyAccessExpression(callee) && !/^(describe|step|extend|use)$/.test(callee.name.text) && isTest(callee.expression)
}

function listTitles(file: string): { title: string; place: string }[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  const titles: { title: string; place: string }[] = []
  const visit = (node: ts.Node): void => {
    const [first] = ts.isCallExpression(node) && isTest(node.expression) ? node.arguments : []
    const text = first && (ts.isTemplateExpression(first) ? first.head : ts.isStringLiteralLike(first) ? first : null)
    if (text) {
      const { line } = source.getLineAndCharacterOfPosition(text.getStart(source))
      titles.push({ title: text.text, place: `${file}:${line + 1} ${text.text}` })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return titles
}

test('Each test title is a sentence with its own subject', () => {
  const files = execFileSync('git', ['ls-files', '*.test.ts', '*.test.tsx', '*.spec.ts'], { encoding: 'utf8' }).split('\n').filter(Boolean)
  const titles = files.flatMap(listTitles)
  expect(titles.length).toBeGreaterThan(1_500)
  const halves = titles.filter(({ title }) => isHalf(title)).map(({ place }) => place)
  expect(halves, 'begin with the subject: “The master %j is refused”').toEqual([])
})

test.each([
  ['is not named %j', true],
  ['Has one row an address and the whole last', true],
  ['of which nothing is known stay unknown', true],
  ['reads a %s', true],
  ['Reads of one turn go in one request', false],
  ['isolated processes are left alone', false],
  ['The master %j is refused', false],
  ['%s means %s', false],
  ['conf/masters is read', false],
])('The answer whether “%s” is half a sentence is %s', (title, expected) => {
  expect(isHalf(title)).toBe(expected)
})
