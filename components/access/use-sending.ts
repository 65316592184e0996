'use client'
import { useState } from 'react'
import { toMessage } from '@/lib/base/errors'

/** Runs a change, one at a time, and keeps the sentence when it was refused. */
export function useSending(): { problem: string | null; isSending: boolean; send: (run: () => Promise<void>) => void; clear: () => void } {
  const [problem, setProblem] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  const send = (run: () => Promise<void>) => {
    if (isSending) return
    setSending(true)
    setProblem(null)
    run()
      .catch((error: unknown) => setProblem(toMessage(error)))
      .finally(() => setSending(false))
  }
  return { problem, isSending, send, clear: () => setProblem(null) }
}
