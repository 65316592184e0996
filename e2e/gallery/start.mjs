import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleGallery } from './bundle.mjs'

/** `node e2e/gallery/start.mjs PORT`: `next dev` of this very app over the named situations of lib/testing. */
const port = process.argv[2] ?? '8099'
const folder = mkdtempSync(join(tmpdir(), 'understudy-gallery-'))
const preload = await bundleGallery(folder)
const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'dev', '-H', '127.0.0.1', '-p', port], {
  stdio: 'inherit',
  env: {
    ...process.env,
    UNDERSTUDY_DATA_DIR: process.env.UNDERSTUDY_DATA_DIR ?? join(folder, 'data'),
    NODE_OPTIONS: `--import ${preload}`,
  },
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 0))
