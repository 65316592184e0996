import { toMarked } from '@/components/ui/words'

/** A command at the end of an action gets a line of its own. */
export function splitCommand(action: string): { text: string; command: string | null } {
  const [before = '', command, after, ...more] = toMarked(action).split('`', 4)
  if (command === undefined || !command.includes(' ') || (after !== '' && after !== '.') || more.length > 0)
    return { text: action, command: null }
  return { text: `${before.trimEnd().replace(/:$/, '')}:`, command }
}
