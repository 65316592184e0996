// `npm run bench`. Plain Node until everything it needs is installed; then TypeScript, run by tsx.
import { ensureBuild } from './setup/build.mjs'
import { ensureChromium } from './setup/chromium.mjs'
import { checkNode, ensureModules } from './setup/modules.mjs'
import { ensureJava } from './setup/programs.mjs'
import { root } from './setup/root.mjs'
import { runMain, spawnScript } from './setup/run-main.mjs'
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
  spawnScript('scripts/bench/run-bench.ts')
}

await runMain(main)
