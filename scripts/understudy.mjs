#!/usr/bin/env node
// `npx understudy`: plain Node until the dependencies are installed; then TypeScript, run by tsx.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { checkNode, ensureModules } from './setup/modules.mjs'
import { root, SetupError } from './setup/root.mjs'
import { createSteps } from './setup/steps.mjs'

// `… | head` closes the pipe: it ends as a program that the signal for that (SIGPIPE) stops.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 141 : 70))

const tsconfig = `${root}/scripts/cli/tsconfig.json`

async function main() {
  checkNode()
  // Without comparing the lock file each time, which would take longer than the command itself.
  if (!existsSync(`${root}/node_modules/tsx`)) await ensureModules(createSteps(process.stderr))
  const args = process.argv.slice(2)
  return args[0] === 'doctor' ? runDoctor(args.slice(1)) : runOther(args)
}

/** People and build servers wait for the doctor: as CommonJS it starts in half the time. So nothing in it may use import(). */
function runDoctor(args) {
  const require = createRequire(import.meta.url)
  process.env.TSX_TSCONFIG_PATH = tsconfig
  require('tsx/cjs/api').register()
  const { runDoctorCommand } = require('./cli/doctor/run.ts')
  const { answerUsage } = require('./cli/usage-error.ts')
  return answerUsage(() => runDoctorCommand(args, process), process)
}

async function runOther(args) {
  const { register } = await import('tsx/esm/api')
  register({ tsconfig })
  const { runCommand } = await import('./cli/run-command.ts')
  return runCommand(args, process)
}

main().then(
  // A name server that does not answer must not keep the process waiting.
  (code) => process.stdout.write('', () => process.exit(code)),
  (error) => {
    process.stderr.write(`${error instanceof SetupError ? error.message : error?.stack}\n`, () => process.exit(70))
  },
)
