'use client'
import { createContext, useContext, useSyncExternalStore } from 'react'
import { fastTicker, secondTicker, type Ticker } from './ticker'

/** The moment the server rendered the page, epoch ms: what the browser must repeat when it hydrates the page. */
export const RenderedAt = createContext(0)

/** The zone that times are shown in: the reader's own as far as it is known, or UTC where they chose that. */
export const ReaderZone = createContext('UTC')

/** The reader's own zone, also while times are shown in UTC. */
export const OwnZone = createContext('UTC')

/** Set where a moment of the past is shown: its clock stands still. Epoch ms. */
export const FrozenAt = createContext<number | null>(null)

/** The server's clock, once a second. */
export function useNow(): number {
  return useTicker(secondTicker)
}

/** The server's clock, ten times a second: for the takeover under way only. */
export function useFastNow(): number {
  return useTicker(fastTicker)
}

/**
 * A text that ages, once a second: its component renders again only when the text changed. A page of 200 clusters has as many ages, and
 * most say “3 min ago” for a minute.
 */
export function useAgeing(toText: (now: number) => string): string {
  return useTicker(secondTicker, toText)
}

function useTicker(ticker: Ticker): number
function useTicker(ticker: Ticker, toText: (now: number) => string): string
function useTicker(ticker: Ticker, toText: (now: number) => number | string = (now) => now): number | string {
  const renderedAt = useContext(RenderedAt)
  const frozenAt = useContext(FrozenAt)
  const seen = useSyncExternalStore(
    frozenAt === null ? ticker.subscribe : subscribeToNothing,
    () => toText(ticker.now()),
    () => toText(renderedAt),
  )
  return frozenAt === null ? seen : toText(frozenAt)
}

const subscribeToNothing = () => () => undefined
