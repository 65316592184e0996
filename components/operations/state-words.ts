import type { Tone } from '@/components/ui/pill'
import type { Check, OperationState, StepState } from '@/lib/model/operation'

export const operationStateWords: Record<OperationState, { word: string; tone: Tone; shape: string }> = {
  running: { word: 'Running', tone: 'lead', shape: '◌' },
  done: { word: 'Done', tone: 'good', shape: '✓' },
  failed: { word: 'Failed', tone: 'broken', shape: '▲' },
  aborted: { word: 'Aborted', tone: 'look', shape: '◆' },
  refused: { word: 'Refused, nothing was done', tone: 'calm', shape: '○' },
  interrupted: { word: 'Interrupted', tone: 'look', shape: '◆' },
}

export const stepWords: Record<StepState, { word: string; shape: string; className: string }> = {
  waiting: { word: 'not yet', shape: '○', className: 'text-faint' },
  running: { word: 'running', shape: '◌', className: 'text-gold-ink' },
  done: { word: 'done', shape: '✓', className: 'text-green' },
  'not-known': { word: 'not known whether it was done', shape: '◆', className: 'text-amber-ink' },
  failed: { word: 'failed', shape: '▲', className: 'text-red' },
  aborted: { word: 'aborted', shape: '◆', className: 'text-amber-ink' },
  skipped: { word: 'not run', shape: '–', className: 'text-faint' },
  interrupted: { word: 'interrupted: what it did is not known', shape: '◆', className: 'text-amber-ink' },
}

export const checkWords: Record<Check['level'], { word: string; shape: string; className: string }> = {
  refusal: { word: 'Refused', shape: '▲', className: 'text-red' },
  warning: { word: 'Warning', shape: '◆', className: 'text-amber-ink' },
  fine: { word: 'Fine', shape: '✓', className: 'text-green' },
}

const worstFirst: Record<Check['level'], number> = { refusal: 0, warning: 1, fine: 2 }

/** Worst first, in their order within a level; equal checks of several hosts or steps are shown once. */
export function sortChecks(checks: readonly Check[]): Check[] {
  const seen = new Set<string>()
  const once = checks.filter(({ level, text }) => !seen.has(`${level} ${text}`) && seen.add(`${level} ${text}`))
  return once.sort((a, b) => worstFirst[a.level] - worstFirst[b.level])
}
