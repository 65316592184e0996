import { createRequire } from 'node:module'
import { afterEach, expect, it, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { aFakeConsole } from '@/lib/testing/a-fake-console'
import { preloadRoutes } from './preload.mjs'

let show: (() => void) | null = null
afterEach(() => void (processWide.console = undefined))

function anApp() {
  const whenReady = () => new Promise<void>((resolve) => (show = resolve))
  // By its typed name, since preload.mjs cannot be typed.
  const prepare = vi.fn(async () => void (processWide.console = Promise.resolve({ ...aFakeConsole(), whenReady })))
  const unstable_preloadEntries = vi.fn(() => Promise.resolve())
  return { app: { server: { getServer: () => Promise.resolve({ prepare, unstable_preloadEntries }) } }, unstable_preloadEntries }
}

it('The routes are loaded when the clusters have their first snapshots, not before', async () => {
  const { app, unstable_preloadEntries } = anApp()
  const loading = preloadRoutes(app)
  await new Promise((resolve) => setImmediate(resolve))
  expect(unstable_preloadEntries).not.toHaveBeenCalled()
  show?.()
  await loading
  expect(unstable_preloadEntries).toHaveBeenCalledOnce()
})

it('The methods that the preload calls exist in this Next', () => {
  const load = createRequire(import.meta.url)
  const { default: NextNodeServer } = load('next/dist/server/next-server') as { default: { prototype: object } }
  expect(NextNodeServer.prototype).toHaveProperty('unstable_preloadEntries')
  expect(NextNodeServer.prototype).toHaveProperty('prepare')
})
