import { SetupError } from '../setup/root.mjs'

/** @typedef {{ name: string, isGreen: boolean, seconds: number, report: import('./reports.mjs').Report | null }} StageResult */

/**
 * Runs rounds of lanes until a stage fails: lanes beside it end the stage they are at and begin no other.
 * @param {import('./stages.mjs').Stage[][][]} rounds
 * @returns {Promise<StageResult[]>} in the order in which they ended
 */
export async function runStages(rounds, say = console.log) {
  const ended = []
  const hasFailed = () => ended.some(({ isGreen }) => !isGreen)
  for (const lanes of rounds) await Promise.all(lanes.map((lane) => runLane(lane, lanes.length === 1)))
  return ended

  async function runLane(lane, isAlone) {
    for (const stage of lane) {
      if (hasFailed()) return
      const since = Date.now()
      if (isAlone) say(toTitle(stage.name))
      const { isGreen, output = '' } = await stage.run(isAlone).catch(toFailure)
      ended.push({ name: stage.name, isGreen, seconds: (Date.now() - since) / 1000, report: stage.report?.() ?? null })
      if (!isAlone) say(`${toTitle(stage.name)}\n${output.trimEnd()}`.trimEnd())
      else if (!isGreen && output) say(output)
    }
  }
}

function toTitle(name) {
  return `\n── ${name} ${'─'.repeat(Math.max(3, 60 - name.length))}`
}

function toFailure(error) {
  return { isGreen: false, output: error instanceof SetupError ? error.message : (error.stack ?? String(error)) }
}
