import { secondTicker, type Ticker } from './ticker'

/** Fetches when a time has come by the server's clock, and again if the result still names the same time. @returns stop */
export function whenReached(at: string, ask: () => Promise<unknown>, ticker: Ticker = secondTicker): () => void {
  let isAsked = false
  return ticker.subscribe(() => {
    if (isAsked || ticker.now() < Date.parse(at)) return
    isAsked = true
    void ask().finally(() => (isAsked = false))
  })
}
