// Run by scripts/bench.mjs once dependencies, Java, a browser and the build exist.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { getFlink } from '@/e2e/lab/distribution/flink'
import { createSteps } from '@/scripts/setup/steps.mjs'
import { createConsoleStarter, type Measure } from './context'
import { measureCommitToDom } from './measures/commit-to-dom'
import { measureFleet } from './measures/fleet'
import { measureIdleRequests } from './measures/idle-requests'
import { measureKillToDom } from './measures/kill-to-dom'
import { measurePageLoad } from './measures/page-load'
import { measureTakeover } from './measures/takeover'
import { measureStatusPages } from './measures/status-pages'
import { measureIncident } from './status/measure-incident'
import { measureThousandJobs } from './measures/thousand-jobs'
import { benchHelp, parseBenchOptions, type BenchOptions, type MeasureName } from './options'
import { launchBrowser } from './page/open-page'
import type { Figure } from './report/figure'
import { getMachineFacts, toMachineText } from './report/machine'
import { measureSpeed } from './report/speed'
import { toTable } from './report/table'

const measures: Record<MeasureName, Measure> = {
  'commit-to-dom': measureCommitToDom,
  'kill-to-dom': measureKillToDom,
  'idle-requests': measureIdleRequests,
  fleet: measureFleet,
  'thousand-jobs': measureThousandJobs,
  takeover: measureTakeover,
  'status-pages': measureStatusPages,
  'status-incident': measureIncident,
  'page-load': measurePageLoad,
}

async function measureAll({ only, profile }: BenchOptions): Promise<Figure[]> {
  const steps = createSteps()
  await getFlink('2.3.0', steps)
  if (profile) mkdirSync(resolve(profile), { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'understudy-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const figures: Figure[] = []
  for (const name of only) {
    // A browser of its own for each: none inherits what another left behind.
    const browser = await launchBrowser()
    try {
      figures.push(
        ...(await measures[name]({ steps, folder, browser, startConsole: createConsoleStarter(profile ? resolve(profile) : null) })),
      )
      steps.done()
    } catch (error) {
      steps.failed()
      console.error(error)
      figures.push({
        name,
        value: null,
        unit: '',
        goal: null,
        note: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
      })
    } finally {
      await browser.close()
    }
  }
  return figures
}

async function main(): Promise<void> {
  const options = parseBenchOptions(process.argv.slice(2))
  if (options.help) return console.log(benchHelp)
  // Exit handlers end every process that was started and remove the folders.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1))
  const machine = getMachineFacts()
  console.log(toMachineText(machine))
  const figures = await measureAll(options)
  machine.speedMs.push(measureSpeed())
  console.log(`\n${toTable(figures)}\n\n${toMachineText(machine)}`)
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ machine, figures }, null, 2)}\n`)
  process.exitCode = figures.some(({ value }) => value === null) ? 1 : 0
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error && !('stack' in error && process.env.DEBUG) ? error.message : error)
  process.exitCode = 1
})
// Processes that a failed measure left running end with this process: the exit handlers end them.
process.exit()
