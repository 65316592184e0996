import type { PhaseName } from '@/lib/model/snapshot'

/** "14:57:35 UTC", with the day in front when that matters to the reader is the page's business. */
export function toUtcClockText(time: number): string {
  return `${new Date(time).toISOString().slice(11, 19)} UTC`
}

/** "14 Mar 2026, 13:58 UTC". */
export function toDateText(time: number): string {
  const date = new Date(time)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${date.toISOString().slice(11, 16)} UTC`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The phases of a takeover without the words of its inside. */
export const phaseWords: Record<PhaseName, string> = {
  'process-gone': 'Leader gone',
  'session-ended': 'Its claim ended',
  'standby-leads': 'Standby leads',
  'rest-answers': 'It answers',
  'task-managers': 'Workers are back',
  'jobs-running': 'All work runs',
  'first-checkpoint': 'First new checkpoint',
}
