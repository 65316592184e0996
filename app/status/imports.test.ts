import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// Lint looks at one file; this looks at everything that a file imports, however indirectly.

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The modules loaded with `entry`: imports of values, by path from the root. Types leave no trace in what runs. */
function collectModules(entry: string, found = new Set<string>()): Set<string> {
  const path = [entry, `${entry}.ts`, `${entry}.tsx`].find((one) => /\.\w+$/.test(one) && existsSync(one))
  if (path === undefined || found.has(relative(root, path))) return found
  found.add(relative(root, path))
  for (const [, clause = '', from = ''] of readFileSync(path, 'utf8').matchAll(
    /^(?:import|export)\s+(?!type\s)([^'"]*?from\s+)?['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/gm,
  )) {
    if (isTypesOnly(clause)) continue
    if (from.startsWith('@/')) collectModules(join(root, from.slice(2)), found)
    else if (from.startsWith('.')) collectModules(join(dirname(path), from), found)
  }
  return found
}

/** `{ type A, type B } from`. */
function isTypesOnly(clause: string): boolean {
  const names = /^\{([^}]*)\}\s+from\s+$/.exec(clause)?.[1]
  return (
    names !== undefined &&
    names
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean)
      .every((name) => name.startsWith('type '))
  )
}

test.each(['app/status/[page]/[[...path]]/route.ts', 'scripts/status/serve-status.ts'])(
  'The entry %s imports no operation, takeover, drill, access, source, observer or component',
  (entry) => {
    const modules = [...collectModules(join(root, entry))]
    expect(modules).toEqual(
      expect.arrayContaining(['lib/status/serve/service.ts', 'lib/journal/postgres/open.ts', 'lib/status/page/document.ts']),
    )
    expect(
      modules.filter((path) => /^(components|lib\/(operations|takeover|drills|access|sources|observer|http|client))\//.test(path)),
    ).toEqual([])
  },
)

test('The import search finds these modules in the console', () => {
  const modules = collectModules(join(root, 'lib/http/start-server.ts'))
  expect([...modules]).toEqual(expect.arrayContaining(['lib/access/access.ts', 'lib/observer/console.ts', 'lib/http/sse/readers.ts']))
})
