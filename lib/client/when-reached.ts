import { secondTicker, type Ticker } from './ticker'

/**
 * Asks when a time has come by the server's clock, and again if what comes of it names the same time still.
 * @returns stop
 */
export function whenReached(at: string, ask: () => Promise<unknown>, ticker: Ticker = secondTicker): () => void {
  let isAsked = false
  return ticker.subscribe(() => {
    if (isAsked || ticker.now() < Date.parse(at)) return
    isAsked = true
    void ask().finally(() => (isAsked = false))
  })
}
