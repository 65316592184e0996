import { CommandLine } from './command-line'
import { DateAndTime } from './time'

/**
 * A sentence whose `back-ticked` parts are code; those that contain a space, and a command at its end, can be copied. Times of the API are
 * shown in the reader's zone.
 */
export function Words({ text }: { text: string }) {
  const parts = toMarked(text).split('`')
  if (parts.length % 2 === 0) return <Timed text={text} />
  return parts.map((part, index) => {
    // After a command that can be copied a full stop would stand alone.
    if (part === '.' && parts[index - 1]?.includes(' ')) return null
    if (index % 2 === 0)
      return (
        <span key={index}>
          <Timed text={part} />
        </span>
      )
    return part.includes(' ') ? (
      <CommandLine key={index} command={part} />
    ) : (
      <code key={index} className="font-mono text-[0.92em] [overflow-wrap:anywhere]">
        {part}
      </code>
    )
  })
}

function Timed({ text }: { text: string }) {
  return splitTimes(text).map((part, index) => (index % 2 === 0 ? part : <DateAndTime key={index} at={part} />))
}

/** Splits a sentence into text and times, alternating; text first. */
export function splitTimes(text: string): string[] {
  return text.split(/(\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)/)
}

/** Marks a bare `bin/…` command at the end of a sentence. */
export function toMarked(text: string): string {
  return text.includes('`') ? text : text.replace(/: (bin\/[\w./-]{1,200}(?: [^.;]{1,300})?)\.?$/, ': `$1`')
}

/** A fragment as a sentence: a capital first, unless it is a name, and a full stop. */
export function toFullSentence(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return ''
  const started = /^[a-z]+[ ,]/.test(trimmed) ? trimmed[0]!.toUpperCase() + trimmed.slice(1) : trimmed
  return /[.!?`:]$/.test(started) ? started : `${started}.`
}
