// `npm run demo`. Plain Node until the dependencies are installed; then TypeScript, run by tsx.
import { checkNode, ensureModules } from './setup/modules.mjs'
import { root } from './setup/root.mjs'
import { runMain } from './setup/run-main.mjs'
import { createSteps } from './setup/steps.mjs'

async function main() {
  checkNode()
  process.chdir(root)
  await ensureModules(createSteps())
  const { register } = await import('tsx/esm/api')
  register({ tsconfig: `${root}/tsconfig.json` })
  const { runDemo } = await import('./demo/run-demo.ts')
  process.exitCode = await runDemo(process.argv.slice(2))
}

await runMain(main)
