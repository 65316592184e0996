'use client'
import { useContext, useSyncExternalStore } from 'react'
import { connectionStatus, initialConnectionStatus, subscribeConnection } from './connection-store'
import type { ConnectionState, ConnectionStatus } from './live-connection'
import { FrozenAt } from './use-now'

/** The connection with everything that changes once a second: for the one place that shows it. */
export function useConnection(): ConnectionStatus {
  return useSyncExternalStore(subscribeConnection, connectionStatus, initialConnectionStatus)
}

const stateOnly = () => connectionStatus().state
const initialStateOnly = (): ConnectionState => 'connecting'

/** Only the state of the connection: renders again only when that changes. A page of the past needs no connection. */
export function useConnectionState(): ConnectionState {
  const state = useSyncExternalStore(subscribeConnection, stateOnly, initialStateOnly)
  return useContext(FrozenAt) === null ? state : 'live'
}
