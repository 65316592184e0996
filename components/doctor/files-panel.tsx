'use client'
import { useEffect, useState } from 'react'
import { moveByArrowKeys } from '@/components/ui/arrow-keys'
import { classNames } from '@/components/ui/class-names'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { toFullSentence } from '@/components/ui/words'
import type { FileView, FindingView } from '@/lib/model/configuration-view'
import { FileText } from './file-text'
import { getSeverity } from './finding-words'
import { toLineId } from './line-id'

/** The files as they are, with the findings at their lines. */
export function FilesPanel({ files, findings, staleSince }: { files: FileView[]; findings: FindingView[]; staleSince: string | null }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [marked, setMarked] = useState('')
  useEffect(() => {
    const follow = () => {
      const anchor = window.location.hash.slice(1)
      const file = files.find(({ name }) => anchor === toLineId(name, null) || anchor.startsWith(`${toLineId(name, null)}-`))
      if (!file) return
      setChosen(file.name)
      setMarked(anchor)
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [files])
  // The line may have arrived with the file only now, so the browser could not scroll there by itself.
  useEffect(() => {
    document.getElementById(marked)?.scrollIntoView({ block: 'center' })
  }, [marked])
  const file = files.find(({ name }) => name === chosen) ?? files[0]
  if (!file)
    return (
      <Panel title="Files" staleSince={staleSince}>
        <EmptyState title="There is no file to show.">The folder has none of Flink’s files.</EmptyState>
      </Panel>
    )
  return (
    <Panel title="Files" aside="As they are on this host; values of sensitive keys are hidden" staleSince={staleSince}>
      <div role="tablist" aria-label="Files" onKeyDown={moveByArrowKeys} className="mb-3 flex flex-wrap gap-1 text-sm">
        {files.map(({ name }) => (
          <Tab
            key={name}
            name={name}
            findings={findingsOf(findings, name)}
            selected={name === file.name}
            onSelect={() => setChosen(name)}
          />
        ))}
      </div>
      <div role="tabpanel" aria-label={file.name} id={toLineId(file.name, null)}>
        {file.problem === null ? null : <p className="mb-2 text-sm text-amber-ink">◆ {toFullSentence(file.problem)}</p>}
        {file.text === null ? null : (
          <FileText
            key={file.name}
            name={file.name}
            text={file.text}
            isCut={file.isCut}
            findings={findingsOf(findings, file.name)}
            marked={marked}
          />
        )}
      </div>
    </Panel>
  )
}

function Tab({ name, findings, selected, onSelect }: { name: string; findings: FindingView[]; selected: boolean; onSelect: () => void }) {
  const worst = findings[0] ? getSeverity(findings[0].severity) : null
  return (
    <button
      type="button"
      role="tab"
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      onClick={onSelect}
      className={classNames('rounded-md px-2.5 py-1 font-mono', selected ? 'bg-raised font-semibold' : 'text-muted hover:text-ink')}
    >
      {name}
      {worst === null ? null : (
        <span className={classNames('ml-1.5', worst.className)}>
          <span aria-hidden="true">{worst.shape}</span> {findings.length}
          <span className="sr-only"> {findings.length === 1 ? 'finding' : 'findings'}</span>
        </span>
      )}
    </button>
  )
}

function findingsOf(findings: FindingView[], name: string): FindingView[] {
  return findings.filter(({ places }) => places.some(({ file }) => file === name))
}
