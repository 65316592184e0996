import type { PhaseName } from '@/lib/model/snapshot'

/** "14:57:35 UTC", with the day in front when that matters to the reader is the page's business. */
export function toMomentText(time: number): string {
  return `${new Date(time).toISOString().slice(11, 19)} UTC`
}

/** "14 Mar 2026, 13:58 UTC". */
export function toDateText(time: number): string {
  const date = new Date(time)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${date.toISOString().slice(11, 16)} UTC`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** As people say it: "34.1 s", "12 min 5 s", "3 h 4 min", "3 days". */
export function toSecondsText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 60) return `${seconds < 10 && seconds % 1 !== 0 || seconds % 1 >= 0.05 ? seconds.toFixed(1) : Math.round(seconds)} s`
  const whole = Math.round(seconds)
  if (whole < 3_600) return join(Math.floor(whole / 60), 'min', whole % 60, 's')
  if (whole < 172_800) return join(Math.floor(whole / 3_600), 'h', Math.floor((whole % 3_600) / 60), 'min')
  return `${Math.floor(whole / 86_400)} days`
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

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
