import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, SetupError } from './root.mjs'
import { run } from './run.mjs'

/** Installs the dependencies when node_modules is missing or not what package-lock.json says. */
export async function ensureModules(steps) {
  if (areModulesCurrent()) return
  checkNode()
  steps.step('Installing dependencies (npm ci)')
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund'])
  if (code === 0) return steps.done()
  steps.failed()
  const reason = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(output)
    ? 'the npm registry cannot be reached. Check the network or npm’s registry and proxy settings'
    : /ENOSPC/.test(output)
      ? 'there is no space left on the disk'
      : `npm ci failed:\n${output.trim().split('\n').slice(-8).join('\n')}`
  throw new SetupError(`The dependencies could not be installed: ${reason}.`)
}

/** npm records what it installed in node_modules/.package-lock.json: every package must be there in the locked version. */
export function areModulesCurrent() {
  const locked = readPackages('package-lock.json')
  const installed = readPackages('node_modules/.package-lock.json')
  if (!locked || !installed) return false
  // Optional ones may be left out on this platform.
  return Object.entries(locked).every(
    ([path, entry]) => path === '' || entry.link || entry.optional || installed[path]?.version === entry.version,
  )
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages ?? null
  } catch {
    return null
  }
}

/** Next and Vite refuse older ones with less clear words. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new SetupError(
    `Understudy needs Node 20.19 or newer, and this is ${process.versions.node}. Install a current Node (https://nodejs.org).`,
  )
}
