// Run by scripts/judge.mjs once dependencies, Java and the build exist.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createSteps } from '@/scripts/setup/steps.mjs'
import { openCourt, type Court } from './court'
import { holdTrial } from './hold-trial'
import { judgeHelp, parseJudgeOptions } from './options'
import { writeRecording } from './recording/recording'
import type { Hearing } from './said/hearing'
import { toResultText } from './report/result'

async function main(): Promise<void> {
  const options = parseJudgeOptions(process.argv.slice(2))
  if (options.help) return console.log(judgeHelp)
  // Exit handlers end every process that was started and remove the folders.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1))
  const steps = createSteps()
  steps.say(`Seed ${options.seed}: npm run judge -- --seed ${options.seed}${options.short ? ' --short' : ` --minutes ${options.minutes}`}`)
  const court = await openCourt(steps)
  const hearings: Hearing[] = []
  try {
    steps.step(`Bringing faults ${options.short ? '(short)' : `for ${options.minutes} min`}`)
    const result = await holdTrial(court, {
      seed: options.seed,
      minutes: options.minutes,
      isShort: options.short,
      onFault: ({ name, hit }) => steps.say(`  ${name}: ${hit}`),
      onHearing: (hearing) => options.record !== null && hearings.push(hearing),
    })
    steps.done()
    console.log(`\n${toResultText(result)}`)
    mkdirSync(dirname(options.json), { recursive: true })
    writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`)
    if (options.record !== null) keep(options.record, court, hearings)
    process.exitCode = result.falsehoods > 0 ? 1 : 0
  } finally {
    await court.close()
  }
}

function keep(file: string, { lab, witness: { truth }, thresholdMs }: Court, hearings: Hearing[]): void {
  writeRecording(file, { storageFolder: lab.settings.storageFolder, thresholdMs, truth, hearings })
}

await main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
process.exit()
