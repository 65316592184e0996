import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { CommandLine } from '@/components/ui/command-line'
import { Words } from '@/components/ui/words'
import type { Reason } from '@/lib/model/snapshot'
import { splitCommand } from '@/components/shared/split-command'

/** The next step where this program cannot take it: the one filled surface of the page. */
export function NextStep({ reason, clusterId }: { reason: Reason; clusterId: string }) {
  const { text, command } = splitCommand(reason.action ?? '')
  return (
    <section
      aria-label="Next step"
      className="w-full max-w-[380px] rounded-md bg-ink forced-colors:border px-4 py-3.5 text-paper max-lg:max-w-none lg:mt-1"
    >
      <h2 className="text-xs opacity-75">Next step</h2>
      <p className="mt-0.5 font-medium [overflow-wrap:anywhere]">
        <Words text={text} />
      </p>
      {reason.code.startsWith('doctor') ? (
        <Link
          href={pagePaths.clusterSection(clusterId, 'configuration')}
          className="mt-1.5 inline-block text-sm underline decoration-1 underline-offset-4 hover:decoration-2"
        >
          Open the Configuration page
        </Link>
      ) : null}
      {command === null ? null : (
        <div className="mt-2.5">
          <CommandLine command={command} />
        </div>
      )}
    </section>
  )
}
