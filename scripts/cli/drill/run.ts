import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiPaths } from '@/lib/base/paths'
import type { DrillReport, DrillRequest, DrillVerdict } from '@/lib/model/drills/drill-report'
import { drillScenarioIds, isDrillScenario } from '@/lib/model/drills/scenarios'
import { clean } from '../clean'
import { ask, AskError, askText } from '../operate/ask'
import { answerAskErrors, carryOut, findOnlyCluster } from '../operate/run'
import type { Terminal } from '../terminal'
import { usageCode, UsageError } from '../usage-error'
import { drillHelp, parseDrillOptions, type DrillOptions } from './options'

const codes: Record<DrillVerdict, number> = { passed: 0, failed: 1, aborted: 3, inconclusive: 3 }
/** The report of a drill that was left with Ctrl-C, or whose console ended, comes later. */
const interruptedCode = 130
const tries = 10
const againMs = 500

/** @returns the exit code. @throws UsageError */
export async function runDrillCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseDrillOptions(args, terminal.env)
  const [word, ...more] = options.words
  if (options.help || word === undefined) {
    terminal.stdout.write(drillHelp)
    return options.help ? 0 : usageCode
  }
  if (word === 'report') return answerAskErrors(() => printReport(options, more, terminal), terminal)
  if (!isDrillScenario(word) || more.length > 0)
    throw new UsageError(
      `“${[word, ...more].join(' ').slice(0, 60)}” is no scenario. There are ${drillScenarioIds.join(', ')}; and “report ID”.`,
    )
  return answerAskErrors(() => drill(options, word, terminal), terminal)
}

async function drill(options: DrillOptions, scenario: DrillRequest['scenario'], terminal: Terminal): Promise<number> {
  const cluster = options.cluster ?? (await findOnlyCluster(options))
  const request: DrillRequest = {
    scenario,
    objectiveMs: options.objectiveMs,
    override: options.override,
    reason: options.reason,
  }
  // Its report is printed as JSON instead of the operation.
  const quiet: Terminal = options.json && options.yes !== null ? { ...terminal, stdout: { write: () => undefined } } : terminal
  const { code, id } = await carryOut(options, apiPaths.ofCluster(cluster, 'drills'), request, quiet)
  if (id === null || code === interruptedCode) return code
  const report = await findReport(options, id)
  if (report === null) return code
  await writeJunit(options, id, terminal)
  if (options.json) terminal.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else terminal.stdout.write(`${report.sentence}\nReport: understudy drill report ${id}\n`)
  return codes[report.verdict]
}

/** null: there is none, because the drill was refused before anything was done. */
async function findReport(options: DrillOptions, id: string): Promise<DrillReport | null> {
  for (let left = tries; ; left--) {
    try {
      return await ask<DrillReport>(options, 'GET', apiPaths.drillReport(id))
    } catch (error) {
      if (AskError.is(error) && error.code === 'drill-not-found') return null
      if (!AskError.is(error) || error.code !== 'not-ready' || left === 1) throw error
    }
    await sleep(againMs)
  }
}

async function printReport(options: DrillOptions, [id, ...more]: readonly string[], terminal: Terminal): Promise<number> {
  if (id === undefined || more.length > 0) throw new UsageError('Name the drill: understudy drill report ID.')
  const report = await ask<DrillReport>(options, 'GET', apiPaths.drillReport(id))
  await writeJunit(options, id, terminal)
  terminal.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify(report, null, 2)}\n`
      : clean(await askText(options, `${apiPaths.drillReport(id)}?format=${options.format}`)),
  )
  return codes[report.verdict]
}

async function writeJunit(options: DrillOptions, id: string, terminal: Terminal): Promise<void> {
  if (options.junit === null) return
  await writeFile(resolve(terminal.cwd(), options.junit), await askText(options, `${apiPaths.drillReport(id)}?format=junit`))
}
