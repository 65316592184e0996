'use client'
import { Check, Copy } from 'lucide-react'
import { useCopied } from './use-copied'

/** A shell command to read, and to copy whole. */
export function CommandLine({ command }: { command: string }) {
  const { copied, copy } = useCopied(command)
  return (
    <span className="inline-flex max-w-full items-start gap-1 rounded-sm border border-line bg-paper py-0.5 text-ink pr-0.5 pl-2">
      <code className="min-w-0 py-0.5 font-mono text-xs [overflow-wrap:anywhere]">{command}</code>
      <button
        type="button"
        onClick={copy}
        aria-label={`Copy the command ${command}`}
        className="flex-none rounded-sm p-1 text-muted hover:bg-raised hover:text-ink"
      >
        {copied ? <Check size={13} aria-hidden="true" /> : <Copy size={13} aria-hidden="true" />}
        <span role="status" className="sr-only">
          {copied ? 'Copied' : ''}
        </span>
      </button>
    </span>
  )
}
