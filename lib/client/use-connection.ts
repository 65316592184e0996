'use client'
import { useSyncExternalStore } from 'react'
import { connectionStatus, initialConnectionStatus, subscribeConnection } from './connection-store'
import type { ConnectionState, ConnectionStatus } from './live-connection'

/** The connection with everything that changes once a second: for the one place that shows it. */
export function useConnection(): ConnectionStatus {
  return useSyncExternalStore(subscribeConnection, connectionStatus, initialConnectionStatus)
}

const stateOnly = () => connectionStatus().state
const initialStateOnly = (): ConnectionState => 'connecting'

/** Its state only: renders again only when that changes. */
export function useConnectionState(): ConnectionState {
  return useSyncExternalStore(subscribeConnection, stateOnly, initialStateOnly)
}
