import { CommandLine } from '@/components/ui/command-line'
import { toMarked, Words } from '@/components/ui/words'
import type { Reason } from '@/lib/model/snapshot'

/** The next right step: the one filled surface of the page. */
export function NextStep({ reason }: { reason: Reason }) {
  const { text, command } = splitCommand(reason.action ?? '')
  return (
    <section aria-label="Next step" className="w-full max-w-[380px] rounded-md bg-ink px-4 py-3.5 text-paper max-lg:max-w-none lg:mt-1">
      <h2 className="text-xs opacity-75">Next step</h2>
      <p className="mt-0.5 font-medium [overflow-wrap:anywhere]"><Words text={text} /></p>
      {command === null ? null : <div className="mt-2.5 text-ink"><CommandLine command={command} /></div>}
    </section>
  )
}

/** A command at the end of an action stands on its own line. */
export function splitCommand(action: string): { text: string; command: string | null } {
  const match = /^([^`]*?):?\s*`([^`]* [^`]*)`\.?$/.exec(toMarked(action))
  return match ? { text: `${match[1]}:`, command: match[2] ?? null } : { text: action, command: null }
}
