import { dayMs } from '@/lib/base/durations'

/** Days that a page shows, today included. */
export const shownDays = 90

/** A day in UTC, e.g. "2026-03-14": days change at midnight UTC, and the page says so. */
export function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

export function startOfDay(time: number): number {
  return Math.floor(time / dayMs) * dayMs
}
