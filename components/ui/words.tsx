import { CommandLine } from './command-line'

/** A sentence whose `back-ticked` parts are code; those with a space in them, and a command at its end, are to copy. */
export function Words({ text }: { text: string }) {
  const parts = toMarked(text).split('`')
  if (parts.length % 2 === 0) return <>{text}</>
  return parts.map((part, index) => {
    if (index % 2 === 0) return <span key={index}>{part}</span>
    return part.includes(' ') ? <CommandLine key={index} command={part} /> : <code key={index} className="font-mono text-[0.92em] [overflow-wrap:anywhere]">{part}</code>
  })
}

/** Marks a bare `bin/…` command at the end of a sentence. */
export function toMarked(text: string): string {
  return text.includes('`') ? text : text.replace(/: (bin\/[\w./-]+(?: [^.;]+)?)\.?$/, ': `$1`')
}

/** A fragment as a sentence: a capital first, unless it is a name, and a full stop. */
export function toSentence(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return ''
  const started = /^[a-z]+[ ,]/.test(trimmed) ? trimmed[0]!.toUpperCase() + trimmed.slice(1) : trimmed
  return /[.!?`:]$/.test(started) ? started : `${started}.`
}
