import type { PhaseName } from '@/lib/model/snapshot'

/** "14:57:35 UTC"; the page adds the day where it matters to the reader. */
export function toUtcClockText(time: number): string {
  return `${new Date(time).toISOString().slice(11, 19)} UTC`
}

/** "14 Mar 2026, 13:58 UTC". */
export function toDateText(time: number): string {
  const date = new Date(time)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${date.toISOString().slice(11, 16)} UTC`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The phases of a takeover, under "Details". */
export const phaseWords: Record<PhaseName, string> = {
  'process-gone': 'Leader process exited',
  'session-ended': 'Leader session ended',
  'standby-leads': 'New leader elected',
  'rest-answers': 'New leader answers',
  'task-managers': 'Workers registered',
  'jobs-running': 'All work runs',
  'first-checkpoint': 'First checkpoint completed',
}

/**
 * What was not seen when an incident ends, for customers; null: it says nothing of the recovery (a host that fell silent never shows its
 * exit).
 */
export const missingPhaseWords: Record<PhaseName, string | null> = {
  'process-gone': null,
  'session-ended': null,
  'standby-leads': null,
  'rest-answers': 'the service answering',
  'task-managers': 'its workers',
  'jobs-running': 'all work running',
  'first-checkpoint': 'the first checkpoint',
}
