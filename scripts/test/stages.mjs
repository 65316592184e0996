import { join } from 'node:path'
import { ensureBuild } from '../setup/build.mjs'
import { ensureChromium } from '../setup/chromium.mjs'
import { checkNode, ensureModules } from '../setup/modules.mjs'
import { ensureHostPrograms, ensureJava, ensureLoginShells, ensurePostgres } from '../setup/programs.mjs'
import { root } from '../setup/root.mjs'
import { run } from '../setup/run.mjs'
import { createSteps } from '../setup/steps.mjs'
import { readPlaywrightReport, readVitestReport } from './reports.mjs'

/** Where reports, screenshots and logs of a run are kept. */
export const results = join(root, 'test-results')

const node = process.execPath
const bin = (...path) => join(root, 'node_modules', ...path)

/**
 * One stage of the tests. `run` is given `isAlone`: true shows its output as it comes, false keeps it until the end.
 * @typedef {{ name: string, run: (isAlone: boolean) => Promise<{ isGreen: boolean, output?: string }>, report?: () => import('./reports.mjs').Report | null }} Stage
 */

async function call(isAlone, command, args, env = {}) {
  const { code, output } = await run(command, args, {
    inherit: isAlone,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  })
  return { isGreen: code === 0, output }
}

const script = (name, npmScript) => ({
  name,
  run: (isAlone) => call(isAlone, 'npm', ['run', '--silent', '--if-present', npmScript]),
})

function vitest(name, ...projects) {
  const file = join(results, `${projects[0]}.json`)
  const args = [
    bin('vitest', 'vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  return { name, run: (isAlone) => call(isAlone, node, args), report: () => readVitestReport(file) }
}

function playwright(name, project) {
  const file = join(results, `${project}.json`)
  const args = [bin('@playwright', 'test', 'cli.js'), 'test', '--project', project]
  return {
    name,
    run: (isAlone) => call(isAlone, node, args, { PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
    report: () => readPlaywrightReport(file),
  }
}

/** A stage in this very process, with steps of its own. */
function own(name, work) {
  return {
    name,
    async run() {
      const steps = createSteps()
      try {
        await work(steps)
        return { isGreen: true }
      } catch (error) {
        steps.failed()
        throw error
      }
    },
  }
}

const packages = own('Packages', (steps) => (checkNode(), ensureModules(steps)))
const browser = own('Browser', ensureChromium)
const programs = own('Java, sshd, Postgres, browser', async (steps) => {
  await ensureJava(steps)
  await ensureHostPrograms(steps)
  await ensureLoginShells(steps)
  await ensurePostgres(steps)
  await ensureChromium(steps)
})
const flinks = {
  name: 'Flink distributions',
  run: (isAlone) => call(isAlone, node, ['--import', 'tsx', join(root, 'scripts', 'test', 'prepare-labs.ts')]),
}
const format = script('Format', 'format:check')
const lint = script('Lint', 'lint')
const types = script('Types', 'types')
const unit = vitest('Unit tests', 'unit', 'pure')
const build = own('Build', ensureBuild)
const real = vitest('Real tests', 'real')
const standIns = playwright('Browser tests on stand-ins', 'stand-ins')
const clusters = playwright('Browser tests on clusters', 'clusters')

/**
 * Rounds, one after the other; in each, lanes that run at once; in each, stages one after the other.
 * The build follows the types, because both write .next.
 * @type {Record<'check' | 'all', Stage[][][]>}
 */
export const plans = {
  check: [
    [[packages]],
    [
      [types, build, browser],
      [format, lint, unit],
    ],
    [[standIns]],
  ],
  all: [
    [[packages]],
    [
      [types, build],
      [format, lint, unit],
      [programs, flinks],
    ],
    [[standIns]],
    [[real]],
    [[clusters]],
  ],
}
