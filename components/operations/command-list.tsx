'use client'
import { Check, Copy } from 'lucide-react'
import { CommandLine } from '@/components/ui/command-line'
import { useCopied } from '@/components/ui/use-copied'

/** More commands than these are shown as one text, and copied as one. */
const single = 2

/** The commands of a step, one by one. */
export function CommandList({ commands }: { commands: readonly string[] }) {
  if (commands.length === 0) return null
  if (commands.length > single) return <CommandBlock text={commands.join('\n')} />
  return (
    <ul className="mt-1.5 grid gap-1">
      {commands.map((command, place) => (
        <li key={place}>
          <CommandLine command={command} />
        </li>
      ))}
    </ul>
  )
}

function CommandBlock({ text }: { text: string }) {
  const { copied, copy } = useCopied(text)
  return (
    <div className="relative mt-1.5 rounded-sm border border-line bg-paper">
      <pre
        role="region"
        aria-label="Commands"
        tabIndex={0}
        className="max-h-64 overflow-auto py-1.5 pr-8 pl-2 font-mono text-xs leading-[1.5] whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text}
      </pre>
      <button
        type="button"
        onClick={copy}
        aria-label="Copy these commands"
        className="absolute top-0.5 right-0.5 rounded-sm p-1 text-muted hover:bg-raised hover:text-ink"
      >
        {copied ? <Check size={13} aria-hidden="true" /> : <Copy size={13} aria-hidden="true" />}
        <span role="status" className="sr-only">
          {copied ? 'Copied' : ''}
        </span>
      </button>
    </div>
  )
}
