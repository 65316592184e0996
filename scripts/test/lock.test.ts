import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Entry {
  version?: string
  integrity?: string
  resolved?: string
  /** Bundled in the archive of another package, whose checksum covers it. */
  inBundle?: boolean
}

const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')
const { packages } = JSON.parse(text) as { packages: Record<string, Entry> }
const fetched = Object.entries(packages).filter(([path, { inBundle }]) => path !== '' && !inBundle)

test('Every package that npm ci fetches, on any platform, has a checksum', () => {
  expect(fetched.length).toBeGreaterThan(500)
  expect(fetched.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')).map(([path]) => path)).toEqual([])
})

test('The lock file names no registry, so that npm asks the configured one', () => {
  expect(
    Object.entries(packages)
      .filter(([, { resolved }]) => resolved !== undefined)
      .map(([path]) => path),
  ).toEqual([])
  const addresses = [...text.matchAll(/"([a-z]+)": "(?:git\+)?(?:https?|ssh):\/\//g)].map(([, name]) => name)
  expect([...new Set(addresses)], 'where its makers ask for money, and nothing else').toEqual(['url'])
})

test('The native parts of next and tailwindcss are locked for every platform, in the version of the package', () => {
  for (const [prefix, owner, least] of [
    ['node_modules/@next/swc-', 'node_modules/next', 8],
    ['node_modules/@tailwindcss/oxide-', 'node_modules/@tailwindcss/oxide', 11],
  ] as const) {
    const natives = fetched.filter(([path]) => path.startsWith(prefix))
    expect([prefix, natives.length >= least, [...new Set(natives.map(([, { version }]) => version))]]).toEqual([
      prefix,
      true,
      [packages[owner]?.version],
    ])
  }
})
