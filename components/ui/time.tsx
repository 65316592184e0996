'use client'
import { useContext } from 'react'
import { ReaderZone, RenderedAt, useAgeing } from '@/lib/client/use-now'
import { toClockText, toLocalMomentText } from './clock-text'
import { toAgoText, toDurationText, toExactText, toTickingText } from '@/lib/base/durations'

/** “3 s ago”, ticking with all others; the full time on hover and focus. */
export function Ago({ at }: { at: string }) {
  const text = useAgoText(at)
  return (
    <time dateTime={at} data-tip="" data-tip-time={at} tabIndex={0}>
      {text}
    </time>
  )
}

/** The time since then, ticking: “2 h 14 min”. */
export function Since({ at }: { at: string }) {
  const text = useAgeing((now) => toTickingText(now - Date.parse(at)))
  return (
    <time dateTime={at} data-tip="" data-tip-time={at} tabIndex={0}>
      {text}
    </time>
  )
}

/** As `Ago`, without a tip of its own, for use inside an element that has one. */
export function PlainAgo({ at }: { at: string }) {
  return <>{useAgoText(at)}</>
}

function useAgoText(at: string): string {
  return useAgeing((now) => toAgoText(now - Date.parse(at)))
}

/** “14:58:15” in the reader's zone; date, zone and UTC on hover and focus. */
export function TimeOfDay({ at, withSeconds = true }: { at: string; withSeconds?: boolean }) {
  const zone = useContext(ReaderZone)
  return (
    <time dateTime={at} data-tip="" data-tip-time={at} tabIndex={0}>
      {toClockText(at, zone, withSeconds)}
    </time>
  )
}

/** “14 Mar 14:58:15” in the reader's zone, with the year where it is another; for what may be days away; zone and UTC on hover and focus. */
export function DateAndTime({ at }: { at: string }) {
  const zone = useContext(ReaderZone)
  const year = new Date(useContext(RenderedAt)).getUTCFullYear()
  return (
    <time dateTime={at} data-tip="" data-tip-time={at} tabIndex={0}>
      {toLocalMomentText(at, zone, year)}
    </time>
  )
}

/** A fixed length of time; exact on hover and focus. */
export function Duration({ ms }: { ms: number }) {
  return (
    <span data-tip={toExactText(ms)} tabIndex={0}>
      {toDurationText(ms)}
    </span>
  )
}
