'use client'
import { useState } from 'react'
import { toMessage } from '@/lib/base/errors'

interface Sending {
  /** Why the last one was refused. */
  problem: string | null
  isSending: boolean
  /** @param done runs after a success */
  send: (run: () => Promise<unknown>, done?: () => void) => void
  clear: () => void
}

/** Sends one change at a time, and keeps the server's sentence when it was refused. */
export function useSending(): Sending {
  const [problem, setProblem] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  const send = (run: () => Promise<unknown>, done?: () => void) => {
    if (isSending) return
    setSending(true)
    setProblem(null)
    run()
      .then(done, (error: unknown) => setProblem(toMessage(error)))
      .finally(() => setSending(false))
  }
  return { problem, isSending, send, clear: () => setProblem(null) }
}
