import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compressStatic } from './compress.mjs'
import { root, SetupError } from './root.mjs'
import { run } from './run.mjs'

const sources = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]
const stamp = join(root, '.next', 'understudy-sources')
/** Static files of the build, compressed. */
export const compressedFolder = join(root, '.next', 'understudy-compressed')

/** Builds the console when there is no build, or one of other sources. */
export async function ensureBuild(steps) {
  const digest = digestSources()
  if (existsSync(join(root, '.next', 'BUILD_ID')) && readStamp() === digest) return
  steps.step('Building the console (next build)')
  const { code, output } = await build()
  if (code !== 0) {
    steps.failed()
    throw new SetupError(`The console could not be built:\n${output.trim().split('\n').slice(-30).join('\n')}`)
  }
  compressStatic(join(root, '.next', 'static'), compressedFolder)
  writeFileSync(stamp, digest)
  steps.done()
}

/** `next build`, its output kept. */
export function build() {
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  return run(process.execPath, [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], { env })
}

/** By content, not by time: a checkout touches files, and a deleted file leaves no time behind. */
function digestSources() {
  const hash = createHash('sha256')
  for (const name of sources) addTo(hash, name)
  return hash.digest('hex')
}

function addTo(hash, path) {
  const full = join(root, path)
  if (!existsSync(full)) return
  const entries = path.includes('.') && !path.includes('/') ? null : listFolder(full)
  if (!entries) return void hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
  for (const entry of entries) {
    const child = `${path}/${entry.name}`
    if (/\.test\.tsx?$/.test(entry.name) || child === 'lib/testing') continue
    if (entry.isDirectory()) addTo(hash, child)
    else
      hash
        .update(`${child}\0`)
        .update(readFileSync(join(root, child)))
        .update('\0')
  }
}

function listFolder(full) {
  return readdirSync(full, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
}

function readStamp() {
  try {
    return readFileSync(stamp, 'utf8')
  } catch {
    return null
  }
}
