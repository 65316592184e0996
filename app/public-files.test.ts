import { readdirSync, readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { isPublicPath } from '@/lib/http/public-paths'
import { metadata } from './layout'
import manifest from './manifest'

vi.mock('geist/font/mono', () => ({ GeistMono: { variable: '' } }))
vi.mock('geist/font/sans', () => ({ GeistSans: { variable: '' } }))

/** RFC 9309: of the matching rules, the longest path counts. */
function mayCrawl(path: string): boolean {
  const rules = [...readFileSync('public/robots.txt', 'utf8').matchAll(/^(Allow|Disallow): (\S+)$/gm)]
  const fitting = rules.filter(([, , prefix]) => path.startsWith(prefix!)).sort(([, , one], [, , other]) => other!.length - one!.length)
  return fitting[0]?.[1] !== 'Disallow'
}

test('Search engines may read status pages and nothing of the console', () => {
  const paths = ['/status/main', '/status/main/feed.atom', '/', '/sign-in', '/clusters/east', '/api/v1/clusters', '/status']
  expect(paths.map(mayCrawl)).toEqual([true, true, false, false, false, false, false])
  expect(metadata.robots).toEqual({ index: false, follow: false })
})

test('Each file of public/ and each icon of the manifest exists and is public', () => {
  const files = readdirSync('public').map((name) => `/${name}`)
  const icons = manifest().icons!.map(({ src }) => src)
  expect(icons.filter((src) => src !== '/icon.svg' && !files.includes(src))).toEqual([])
  expect([...files, ...icons, '/manifest.webmanifest', '/apple-icon.png'].filter((path) => !isPublicPath(path))).toEqual([])
})

test('The icons of the manifest have the stated sizes', () => {
  for (const { src, sizes } of manifest().icons!.filter(({ type }) => type === 'image/png')) {
    const png = readFileSync(`public${src}`)
    expect([src, `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`]).toEqual([src, sizes])
  }
})
