'use client'
import { useState } from 'react'
import { toMessage } from '@/lib/base/errors'

/** Sends one thing at a time, and keeps the server's sentence when it was refused. */
export function useSaving(): { problem: string | null; isSaving: boolean; save: (run: () => Promise<unknown>, done?: () => void) => void } {
  const [problem, setProblem] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const save = (run: () => Promise<unknown>, done?: () => void) => {
    if (isSaving) return
    setSaving(true)
    setProblem(null)
    run()
      .then(done, (error: unknown) => setProblem(toMessage(error)))
      .finally(() => setSaving(false))
  }
  return { problem, isSaving, save }
}
