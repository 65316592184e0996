import { toMarked } from '@/components/ui/words'

/** A command at the end of an action stands on its own line. */
export function splitCommand(action: string): { text: string; command: string | null } {
  const match = /^([^`]*?):?\s*`([^`]* [^`]*)`\.?$/.exec(toMarked(action))
  return match ? { text: `${match[1]}:`, command: match[2] ?? null } : { text: action, command: null }
}
