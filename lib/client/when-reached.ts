import { secondTicker, type Ticker } from './ticker'

/** Fetches when a time has come by the server's clock, and again if the result still names the same time. @returns stop */
export function whenReached(at: string, ask: () => Promise<unknown>, ticker: Ticker = secondTicker): () => void {
  let isRequested = false
  return ticker.subscribe(() => {
    if (isRequested || ticker.now() < Date.parse(at)) return
    isRequested = true
    void ask().finally(() => (isRequested = false))
  })
}
