'use client'
import { apiPaths } from '@/lib/base/paths'
import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import useSWR from 'swr'
import { verdictWords } from '@/components/shared/verdict-words'
import { toShortId } from '@/components/ui/amount-text'
import { useActor } from '@/lib/client/use-actor'
import { openEmergencyDialog } from '@/lib/client/emergency-dialog'
import { fetchJson } from '@/lib/client/fetch-json'
import { openKeyboardHelp } from '@/lib/client/keyboard-help'
import { signOutAndLeave } from '@/lib/client/sign-out'
import { setTheme } from '@/lib/client/theme'
import { setZoneChoice } from '@/lib/client/zone-choice'
import { useClusterList } from '@/lib/client/use-clusters'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { derivePaletteGroups, type PaletteAct, type PaletteEntry } from './palette-entries'

/** Searches clusters, pages, masters, jobs and ids: type, arrow keys, Enter, Esc. */
export default function CommandPalette({ clusterId, onClose }: { clusterId: string | null; onClose: () => void }) {
  const router = useRouter()
  const [sought, setSought] = useState('')
  const { clusters, problem } = useClusterList(true)
  const { data: snapshot } = useSWR<ClusterSnapshot, Error>(clusterId === null ? null : apiPaths.cluster(clusterId), fetchJson, {
    revalidateOnFocus: false,
  })
  const groups = derivePaletteGroups(sought, clusters, snapshot ?? null, useActor())
  const choose = (entry: PaletteEntry) => {
    onClose()
    if (entry.runs !== undefined) run(entry.runs)
    else if (entry.copies === undefined) router.push(entry.href)
    else void navigator.clipboard.writeText(entry.copies).catch(() => undefined)
  }
  return (
    <Command.Dialog open onOpenChange={(open) => !open && onClose()} label="Find a cluster, page, job or id" shouldFilter={false} loop>
      <Command.Input value={sought} onValueChange={setSought} placeholder="Cluster, page, job or id" />
      <Command.List>
        <Command.Empty>{problem ?? (sought === '' ? 'Reading…' : `Nothing matches “${sought}”.`)}</Command.Empty>
        {groups.map(({ heading, entries }) => (
          <Command.Group key={heading} heading={heading}>
            {entries.map((entry) => (
              <Command.Item key={entry.key} value={entry.key} disabled={entry.refused !== undefined} onSelect={() => choose(entry)}>
                <span className="min-w-0">
                  <bdi className="block truncate">{entry.word}</bdi>
                  {entry.refused === undefined ? null : <span className="block text-xs">{entry.refused}</span>}
                </span>
                <span className="flex-none text-xs text-muted">
                  {entry.state === undefined ? (
                    // Ids are cut in their middle, words are not.
                    entry.aside && (entry.aside.includes(' ') ? entry.aside : toShortId(entry.aside))
                  ) : (
                    <>
                      {verdictWords[entry.state].shape} {verdictWords[entry.state].word.toLowerCase()}
                    </>
                  )}
                </span>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command.Dialog>
  )
}

function run(act: PaletteAct): void {
  if (act === 'emergency-stop') openEmergencyDialog()
  else if (act === 'shortcuts') openKeyboardHelp()
  else if (act === 'sign-out') void signOutAndLeave()
  else if (act === 'local' || act === 'utc') setZoneChoice(act)
  else setTheme(act)
}
