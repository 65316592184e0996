// `npm test`: sets itself up, then everything from lint to the browser, and stops at the first step that fails.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { ensureChromium } from './setup/chromium.mjs'
import { checkNode, ensureModules } from './setup/modules.mjs'
import { ensureHostPrograms, ensureJava, ensureLoginShells, ensurePostgres } from './setup/programs.mjs'
import { root, SetupError } from './setup/root.mjs'
import { run } from './setup/run.mjs'
import { createSteps } from './setup/steps.mjs'
import { addCounts, readPlaywrightCounts, readVitestCounts } from './test/counts.mjs'

const results = join(root, 'test-results')
const steps = createSteps()
const node = process.execPath
const bin = (...path) => join(root, 'node_modules', ...path)

const vitest = (project) => {
  const report = join(results, `${project}.json`)
  const args = [bin('vitest', 'vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return { run: () => call(node, args), counts: () => readVitestCounts(report) }
}

const stages = [
  { name: 'Set-up', run: setUp },
  // One core each.
  { name: 'Lint and types', run: () => Promise.all(['lint', 'types'].map((script) => call('npm', ['run', '--silent', script]))).then((green) => green.every(Boolean)) },
  { name: 'Unit tests', ...vitest('unit') },
  { name: 'Tests against real ZooKeeper and Flink', ...vitest('real') },
  { name: 'Build', run: () => ensureBuild(steps).then(() => true) },
  {
    name: 'Browser tests',
    run: () => call(node, [bin('@playwright', 'test', 'cli.js'), 'test', '--pass-with-no-tests']),
    counts: () => readPlaywrightCounts(join(results, 'playwright.json')),
  },
]

async function setUp() {
  checkNode()
  await ensureModules(steps)
  await ensureJava(steps)
  await ensureHostPrograms(steps)
  await ensureLoginShells(steps)
  await ensurePostgres(steps)
  await ensureChromium(steps)
  return call(node, ['--import', 'tsx', join(root, 'scripts', 'test', 'prepare-labs.ts')])
}

async function call(command, args) {
  return (await run(command, args, { inherit: true, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } })).code === 0
}

async function main() {
  process.chdir(root)
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  let total = { passed: 0, failed: 0, skipped: 0 }
  const times = []
  let failed = null
  for (const stage of stages) {
    const since = Date.now()
    console.log(`\n── ${stage.name} ${'─'.repeat(Math.max(3, 60 - stage.name.length))}`)
    const isGreen = await stage.run().catch(report)
    const counts = stage.counts?.() ?? { passed: 0, failed: 0, skipped: 0 }
    // Lint, types, a crash of the runner itself: red without a red test.
    total = addCounts(total, isGreen ? counts : { ...counts, failed: Math.max(1, counts.failed) })
    times.push(`${isGreen ? '✓' : '✗'} ${stage.name}: ${((Date.now() - since) / 1000).toFixed(0)} s`)
    if (isGreen) continue
    failed = stage.name
    break
  }
  console.log(`\n${times.join('\n')}`)
  if (failed) console.log(`\nStopped: “${failed}” failed; what came after it was not run.`)
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exitCode = failed || total.failed > 0 ? 1 : 0
}

function report(error) {
  steps.failed()
  console.error(error instanceof SetupError ? error.message : error)
  return false
}

await main()
