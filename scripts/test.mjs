// `npm test`: sets itself up, then everything from lint to the browser, and stops at the first stage that fails.
// `npm run check` (`test.mjs check`) leaves out what needs Java and Flink.
import { mkdirSync, rmSync } from 'node:fs'
import { root } from './setup/root.mjs'
import { runStages } from './test/run-stages.mjs'
import { plans, results } from './test/stages.mjs'
import { summarize } from './test/summary.mjs'

const plan = plans[process.argv[2] ?? 'all']
if (!plan) {
  console.error(`“${process.argv[2]}” is no set of tests: name one of ${Object.keys(plans).join(', ')}.`)
  process.exit(2)
}
process.chdir(root)
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
const since = Date.now()
const ended = await runStages(plan)
const { text, isGreen } = summarize(ended, (Date.now() - since) / 1000)
console.log(`\n${text}`)
process.exitCode = isGreen ? 0 : 1
