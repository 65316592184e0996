import { toDateText, toUtcClockText } from '@/lib/status/model/texts'
import { html, type Html } from './html'

/** The script replaces the zone with the reader's and keeps UTC on hover; without script it is UTC, and says so. */
export function toTime(at: number, form: 'clock' | 'minute' | 'date' = 'date'): Html {
  const text = form === 'clock' ? toUtcClockText(at) : form === 'minute' ? toUtcClockText(at).replace(/:\d\d UTC/, ' UTC') : toDateText(at)
  return html`<time datetime="${new Date(at).toISOString()}" data-form="${form}" title="${toDateText(at)}">${text}</time>`
}

/** The clock for today, the date for other days. */
export function toWhen(at: number, now: number): Html {
  return toTime(at, Math.floor(at / 86_400_000) === Math.floor(now / 86_400_000) ? 'clock' : 'date')
}
