import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * `node e2e/gallery/start.mjs PORT`: `next dev` of this very app over the named situations of lib/testing.
 * The preload is bundled first, because Next’s own workers load it too and know no TypeScript.
 */
const port = process.argv[2] ?? '8099'
const folder = mkdtempSync(join(tmpdir(), 'understudy-gallery-'))
const preload = join(folder, 'preload.mjs')
await build({ entryPoints: ['e2e/gallery/preload.ts'], bundle: true, platform: 'node', format: 'esm', outfile: preload, banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" } })
const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'dev', '-H', '127.0.0.1', '-p', port], { stdio: 'inherit', env: { ...process.env, UNDERSTUDY_DATA_DIR: process.env.UNDERSTUDY_DATA_DIR ?? join(folder, 'data'), NODE_OPTIONS: `--import ${preload}` } })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 0))
