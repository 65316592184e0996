'use client'
import { createContext, useContext, useSyncExternalStore } from 'react'
import { fastTicker, secondTicker, type Ticker } from './ticker'

/** The moment the server rendered the page, epoch ms: what the browser must repeat when it takes the page over. */
export const RenderedAt = createContext(0)

/** The reader's time zone as the server rendered with it; UTC until it is known. */
export const ReaderZone = createContext('UTC')

/** The server's clock, once a second. */
export function useNow(): number {
  return useTicker(secondTicker)
}

/** The server's clock, ten times a second: for the takeover under way only. */
export function useFastNow(): number {
  return useTicker(fastTicker)
}

function useTicker(ticker: Ticker): number {
  const renderedAt = useContext(RenderedAt)
  return useSyncExternalStore(ticker.subscribe, ticker.now, () => renderedAt)
}
