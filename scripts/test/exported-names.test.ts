import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, it } from 'vitest'

/** Names that Next requires, in as many files as there are routes and pages. */
const named = new Set(['GET', 'POST', 'PUT', 'DELETE', 'metadata', 'generateMetadata', 'dynamic', 'runtime', 'config'])

function listProductFiles(): string[] {
  const tracked = execFileSync('git', ['ls-files', 'lib', 'app', 'components', 'scripts', 'proxy.ts', 'instrumentation.ts'], {
    encoding: 'utf8',
  })
  return tracked.split('\n').filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$|(^|\/)testing\//.test(file))
}

function listExportedNames(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  return source.statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : []
    const has = (kind: ts.SyntaxKind) => modifiers.some((modifier) => modifier.kind === kind)
    if (!has(ts.SyntaxKind.ExportKeyword) || has(ts.SyntaxKind.DefaultKeyword)) return []
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []))
    const { name } = statement as { name?: ts.Node }
    return name && ts.isIdentifier(name) ? [name.text] : []
  })
}

it('No two product files export the same name', () => {
  const places = new Map<string, Set<string>>()
  for (const file of listProductFiles())
    for (const name of listExportedNames(file)) if (!named.has(name)) places.set(name, (places.get(name) ?? new Set()).add(file))
  const twice = [...places].filter(([, files]) => files.size > 1).map(([name, files]) => `${name}: ${[...files].join(', ')}`)
  expect(places.size).toBeGreaterThan(1_000)
  expect(twice).toEqual([])
})
