// `npm run bench`. Plain Node until everything it needs is installed; then TypeScript, run by tsx.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { ensureChromium } from './setup/chromium.mjs'
import { checkNode, ensureModules } from './setup/modules.mjs'
import { ensureJava } from './setup/programs.mjs'
import { root, SetupError } from './setup/root.mjs'
import { createSteps } from './setup/steps.mjs'

const isHelp = process.argv.some((word) => word === '--help' || word === '-h')

async function main() {
  checkNode()
  process.chdir(root)
  const steps = createSteps()
  await ensureModules(steps)
  if (!isHelp) {
    await ensureJava(steps)
    await ensureChromium(steps)
    await ensureBuild(steps)
  }
  // The child ends what it started; this one only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
  // react-server: how `server-only` is resolved outside Next, for the parts of the server that the load generators use.
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', join(root, 'scripts/bench/run-bench.ts'), ...process.argv.slice(2)],
    { stdio: 'inherit' },
  )
  child.on('exit', (code, signal) => (process.exitCode = signal ? 1 : (code ?? 1)))
}

main().catch((error) => {
  console.error(error instanceof SetupError ? error.message : error)
  process.exitCode = 1
})
