import type { StageResult } from './run-stages.mjs'

export function summarize(ended: StageResult[], wallSeconds: number): { text: string; isGreen: boolean }
