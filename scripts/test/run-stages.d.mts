import type { Report } from './reports.mjs'

export interface Stage {
  name: string
  run(isAlone: boolean): Promise<{ isGreen: boolean; output?: string }>
  report?(): Report | null
}
export interface StageResult {
  name: string
  isGreen: boolean
  seconds: number
  report: Report | null
}
export function runStages(rounds: Stage[][][], say?: (text: string) => void): Promise<StageResult[]>
