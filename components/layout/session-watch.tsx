'use client'
import { apiPaths, pagePaths } from '@/lib/base/paths'
import { useEffect } from 'react'
import { ApiError, fetchJson } from '@/lib/client/fetch-json'
import { useConnection } from '@/lib/client/use-connection'

const askEveryMs = 3_000

/**
 * A live connection that breaks may mean that this browser was signed out; an EventSource does not report it. During silence the server is
 * asked who is signed in, and if nobody is, the page goes to sign in and returns here.
 */
export function SessionWatch() {
  const { state } = useConnection()
  const isQuiet = state === 'stale'
  useEffect(() => {
    if (!isQuiet) return
    const ask = () => void fetchJson(apiPaths.session).catch((error: unknown) => ApiError.is(error) && error.status === 401 && goToSignIn())
    ask()
    const timer = setInterval(ask, askEveryMs)
    return () => clearInterval(timer)
  }, [isQuiet])
  return null
}

function goToSignIn(): void {
  const here = window.location.pathname + window.location.search
  window.location.assign(`${pagePaths.signIn}?next=${encodeURIComponent(here)}`)
}
