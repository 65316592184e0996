import { CommandLine } from './command-line'

/** A sentence whose `back-ticked` parts are code; those with a space in them are commands to copy. */
export function Words({ text }: { text: string }) {
  const parts = text.split('`')
  if (parts.length % 2 === 0) return <>{text}</>
  return parts.map((part, index) => {
    if (index % 2 === 0) return <span key={index}>{part}</span>
    return part.includes(' ') ? <CommandLine key={index} command={part} /> : <code key={index} className="font-mono text-[0.92em] [overflow-wrap:anywhere]">{part}</code>
  })
}
