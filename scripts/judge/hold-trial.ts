import { setTimeout as delay } from 'node:timers/promises'
import { fetchSignedIn } from '@/e2e/fixtures/sign-in'
import type { Court } from './court'
import { bringFaults, type BroughtFault } from './faults/bring-faults'
import { createChance } from './faults/random'
import { Judge } from './judge'
import { toTrialResult, type JudgeResult } from './report/result'
import type { Hearing } from './said/hearing'
import { ConsoleListener } from './said/listener'
import { knownUntil } from './truth/truth'

/** One fault of each kind, for CI. */
const shortOrder = ['leader killed', 'all TaskManagers killed', 'leader frozen', 'two members killed']

export interface Trial {
  seed: number
  minutes: number
  isShort: boolean
  onFault(fault: BroughtFault): void
  /** Receives every answer; nothing is kept otherwise. */
  onHearing?(hearing: Hearing): unknown
}

/** An answer is judged once the truth a little after it is known: phases are checked on both sides of their moment. */
const judgedAfterMs = 4_000
const beatMs = 50

/** Listens, brings faults, and judges every answer. */
export async function holdTrial(court: Court, { seed, minutes, isShort, onFault, onHearing }: Trial): Promise<JudgeResult> {
  const { lab, witness, addresses, thresholdMs } = court
  const { truth } = witness
  const judge = new Judge({ truth, storageFolder: lab.settings.storageFolder, thresholdMs })
  const waiting: Hearing[] = []
  let snapshots = 0
  const judgeUntil = (until: number) => {
    while (waiting[0] && waiting[0].got <= until) {
      const hearing = waiting.shift()!
      judge.hear(hearing)
      if (hearing.kind === 'snapshot') snapshots++
    }
  }
  let ownDelayMs = 0
  let beatAt = Date.now()
  const beat = setInterval(() => {
    ownDelayMs = Math.max(ownDelayMs, Date.now() - beatAt - beatMs)
    beatAt = Date.now()
    judgeUntil(knownUntil(truth) - judgedAfterMs)
  }, beatMs)
  const startedAt = Date.now()
  const listener = new ConsoleListener(addresses, fetchSignedIn, (hearing) => {
    waiting.push(hearing)
    onHearing?.(hearing)
  })
  try {
    // Healthy states are judged too, and the graces need a past.
    await delay(isShort ? 5_000 : 15_000)
    const stage = { lab, truth, chance: createChance(seed), jobs: [...lab.jobs] }
    const until = startedAt + (isShort ? 90_000 : minutes * 60_000)
    const faults = await bringFaults({ stage, until, onFault, ...(isShort && { order: shortOrder }) })
    await delay(3_000)
    await listener.close()
    await delay(judgedAfterMs + 3_000)
    judgeUntil(Infinity)
    return toTrialResult({ seed, startedAt, endedAt: Date.now(), snapshots, faults, listened: listener.counts, ownDelayMs }, judge.sheet)
  } finally {
    clearInterval(beat)
    await listener.close()
  }
}
