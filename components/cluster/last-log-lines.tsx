'use client'
import { useEffect, useRef, useState } from 'react'
import { Ago } from '@/components/ui/time'
import { classNames } from '@/components/ui/class-names'
import { useLastLog } from '@/lib/client/use-last-log'
import type { LastLog } from '@/lib/model/last-log'

const proofs: Record<Extract<LastLog, { known: true }>['proof'], string> = {
  session: 'It names the ZooKeeper session of this process.',
  address: 'It is the newest log that names this web address.',
  only: 'It is the only log of a JobManager there.',
}

interface LastLogProps {
  clusterId: string
  master: string
  /** Tells one exit from the next. */
  endedAt: string | null
}

/** The last lines of the log of a JobManager whose process is gone, as its host has them; the box keeps its height while they are read. */
export function LastLogLines({ clusterId, master, endedAt }: LastLogProps) {
  const { log, problem, isReading, readAgain } = useLastLog(clusterId, master, endedAt)
  const lines = log?.known ? log.lines : []
  const reason = problem ?? (log === null ? null : log.known ? null : log.reason)
  return (
    // Without containment its longest line and the name of its file would count for the width of the card.
    <section
      aria-label={`Last lines of the log of ${master}`}
      data-last-log={log === null ? 'reading' : log.known ? 'known' : 'unknown'}
      className="[contain:inline-size]"
    >
      {/* One line, whatever the age of the file: a line that wraps now and then would move all below it. */}
      <p className="flex items-baseline justify-between gap-x-4 text-xs text-muted">
        <span className="flex min-w-0">{log?.known ? <Where log={log} /> : 'Last lines of its log'}</span>
        <button type="button" className="link shrink-0" disabled={isReading} onClick={readAgain}>
          {isReading ? 'Reading…' : 'Read again'}
        </button>
      </p>
      <LineBox
        lines={lines}
        master={master}
        empty={reason ?? (log === null ? 'The log is being read from its host.' : 'The log is empty.')}
      />
    </section>
  )
}

function Where({ log }: { log: Extract<LastLog, { known: true }> }) {
  return (
    <>
      <span className="shrink-0">Last lines of&nbsp;</span>
      <bdi className="truncate font-mono" data-tip={`${log.file} on ${log.host}\n${proofs[log.proof]}`} tabIndex={0}>
        {log.file.slice(log.file.lastIndexOf('/') + 1)}
      </bdi>
      <span className="shrink-0">
        , written <Ago at={log.modifiedAt} />
      </span>
    </>
  )
}

/** Scrolled to its end, where the newest lines are; its height can be dragged. */
function LineBox({ lines, master, empty }: { lines: readonly string[]; master: string; empty: string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  return (
    <div
      ref={box}
      role="group"
      aria-label={`Log of ${master}`}
      tabIndex={0}
      className="mt-1 h-20 max-h-[480px] min-h-20 resize-y overflow-auto rounded-sm border border-line bg-raised px-2 py-1 text-xs"
    >
      {lines.length === 0 ? (
        <p className="text-muted">{empty}</p>
      ) : (
        <pre className="font-mono whitespace-pre">
          {lines.map((line, index) => (
            <bdi key={index} className={classNames('block', /\b(?:ERROR|FATAL)\b/.test(line.slice(0, 80)) && 'text-red')}>
              {line === '' ? ' ' : line}
            </bdi>
          ))}
        </pre>
      )}
    </div>
  )
}

/** Closed until it is opened: then the log is read. */
export function FoldedLastLog(props: LastLogProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details className="mt-1" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="link inline text-muted">Last lines of its log</summary>
      {isOpen ? <LastLogLines {...props} /> : null}
    </details>
  )
}
