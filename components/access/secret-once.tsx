'use client'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { useCopied } from '@/components/ui/use-copied'

/** A secret that is shown only this once: copy it, pass it on, close. */
export function SecretOnce({ label, secret, children }: { label: string; secret: string; children: ReactNode }) {
  const { copied, copy } = useCopied(secret)
  return (
    <div className="lit mb-4 rounded-md px-4 py-3">
      <p className="font-semibold">{label}</p>
      <p className="mt-1 text-sm text-muted">{children}</p>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <code
          data-secret=""
          className="min-w-0 flex-1 whitespace-pre-line rounded-sm border border-line bg-panel px-2 py-1 font-mono text-xs [overflow-wrap:anywhere]"
        >
          {secret}
        </code>
        <Button small look="filled" onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
          <span role="status" className="sr-only">
            {copied ? 'Copied' : ''}
          </span>
        </Button>
      </div>
    </div>
  )
}
