import { createListeners } from '@/lib/base/listeners'
import { followSettings } from './follow-settings'
import { LiveConnection, type ConnectionStatus, type LiveHandlers, type LiveWorld } from './live-connection'

/** What this tab knows of its connection; a single one, because there is one connection. */
const noConnection: ConnectionStatus = { state: 'connecting', since: 0, lastBeatAt: null, beat: null }

let status: ConnectionStatus = noConnection
let current: LiveConnection | null = null
const listeners = createListeners<void>()
const leads: number[] = []

/** The page's connection. @returns close */
export function openLive(url: string, handlers: LiveHandlers): () => void {
  current?.close()
  status = { ...noConnection, since: Date.now() + serverLeadMs() }
  const mine: LiveConnection = new LiveConnection(url, followSettings(handlers), report, browserWorld)
  current = mine
  return () => {
    mine.close()
    if (current === mine) current = null
  }
}

export function subscribeConnection(listener: () => void): () => void {
  return listeners.add(listener)
}

export function connectionStatus(): ConnectionStatus {
  return status
}

export function initialConnectionStatus(): ConnectionStatus {
  return noConnection
}

/**
 * How far the server's clock is ahead of this browser's, in ms. A heartbeat is read later than it was sent, so the largest difference of
 * the last ones is nearest to the truth.
 */
export function serverLeadMs(): number {
  return leads.length === 0 ? 0 : Math.max(...leads)
}

function report(change: Partial<ConnectionStatus>): void {
  if (change.beat) noteLead(change.beat.now)
  const now = Date.now() + serverLeadMs()
  const since = change.state !== undefined && change.state !== status.state ? now : status.since
  const lastBeatAt = typeof change.lastBeatAt === 'number' ? now : status.lastBeatAt
  status = { ...status, ...change, since, lastBeatAt }
  listeners.emit()
}

function noteLead(serverNow: string): void {
  const lead = Date.parse(serverNow) - Date.now()
  if (!Number.isFinite(lead)) return
  leads.push(lead)
  if (leads.length > 20) leads.shift()
}

export const browserWorld: LiveWorld = {
  open: (url) => new EventSource(url),
  now: () => Date.now(),
  setTimer: (run, ms) => window.setTimeout(run, ms),
  clearTimer: (timer) => window.clearTimeout(timer as number),
  onWake: (run) => {
    const shown = () => document.visibilityState === 'visible' && run()
    document.addEventListener('visibilitychange', shown)
    window.addEventListener('online', run)
    window.addEventListener('pageshow', run)
    return () => {
      document.removeEventListener('visibilitychange', shown)
      window.removeEventListener('online', run)
      window.removeEventListener('pageshow', run)
    }
  },
}
