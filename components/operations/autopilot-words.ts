import { minuteMs } from '@/lib/base/durations'
import type { Tone } from '@/components/ui/pill'
import type { AutopilotRun, AutopilotView } from '@/lib/model/autopilot-view'

/** Off, on and able to act, or on and not able: the three that must not be confused. */
export function toAutopilotState({ on, ready }: AutopilotView): { word: string; tone: Tone; shape: string } {
  if (!on) return { word: 'Off', tone: 'calm', shape: '○' }
  return ready ? { word: 'On, would act', tone: 'good', shape: '✓' } : { word: 'On, would not act', tone: 'look', shape: '◆' }
}

export const runWords: Record<AutopilotRun['result'], { word: string; shape: string; className: string }> = {
  running: { word: 'Acts now', shape: '◆', className: 'text-amber-ink' },
  done: { word: 'Took over', shape: '✓', className: 'text-green' },
  failed: { word: 'Failed', shape: '▲', className: 'text-red' },
  refused: { word: 'Refused', shape: '○', className: 'text-muted' },
  'held-back': { word: 'Held back', shape: '◆', className: 'text-amber-ink' },
}

/** Choices of how seldom it may act. */
export const pauses = [
  { ms: 10 * minuteMs, word: '10 min' },
  { ms: 60 * minuteMs, word: '1 h' },
  { ms: 6 * 60 * minuteMs, word: '6 h' },
  { ms: 24 * 60 * minuteMs, word: '24 h' },
] as const
