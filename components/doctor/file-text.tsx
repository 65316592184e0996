'use client'
import { memo } from 'react'
import { classNames } from '@/components/ui/class-names'
import type { FindingView } from '@/lib/model/configuration-view'
import { getSeverity } from './finding-words'
import { toLineId } from './line-id'

interface FileTextProps {
  name: string
  text: string
  isCut: boolean
  findings: FindingView[]
  /** Anchor of the line that the reader's link names. */
  marked: string
}

/** A file with line numbers; under a line its finding, once: further lines of a finding point to the first. */
export const FileText = memo(function FileText({ name, text, isCut, findings, marked }: FileTextProps) {
  const byLine = toByLine(name, findings)
  const lines = text.replace(/\r?\n$/, '').split('\n')
  return (
    <div
      role="region"
      aria-label={`Text of ${name}`}
      tabIndex={0}
      className="max-h-[560px] overflow-auto rounded-md border border-line bg-paper py-2 font-mono text-xs leading-[18px]"
    >
      <ol className="w-max min-w-full">
        {lines.map((line, index) => (
          <Line
            key={index}
            name={name}
            number={index + 1}
            text={line}
            findings={byLine.get(index + 1) ?? none}
            isMarked={marked === toLineId(name, index + 1)}
          />
        ))}
      </ol>
      {isCut ? <p className="px-3 pt-2 font-sans text-sm text-muted">Only the beginning of the file is shown.</p> : null}
    </div>
  )
})

const none: FindingView[] = []

function Line({
  name,
  number,
  text,
  findings,
  isMarked,
}: {
  name: string
  number: number
  text: string
  findings: FindingView[]
  isMarked: boolean
}) {
  const worst = findings[0] ? getSeverity(findings[0].severity) : null
  return (
    <li id={toLineId(name, number)} className={classNames(isMarked && 'outline-2 -outline-offset-2 outline-line-strong')}>
      <div className={classNames('flex', worst && 'bg-raised')}>
        <span aria-hidden="true" className={classNames('w-5 flex-none text-center', worst?.className)}>
          {worst?.shape}
        </span>
        <span className="w-9 flex-none pr-3 text-right text-muted select-none">{number}</span>
        <span className="pr-3 whitespace-pre">{text.replace(/\r$/, '') || ' '}</span>
      </div>
      {findings.map((finding) => {
        const first = findFirstLine(name, finding)
        return (
          <p
            key={finding.id}
            className="sticky left-0 flex w-fit max-w-[min(80ch,calc(100vw-90px))] gap-1.5 py-0.5 pl-14 font-sans text-xs whitespace-normal text-muted"
          >
            <span className={getSeverity(finding.severity).className}>{getSeverity(finding.severity).one}</span>
            {first === number || first === null ? (
              <span className="[overflow-wrap:anywhere]">{finding.sentence}</span>
            ) : (
              <a href={`#${toLineId(name, first)}`} className="link">
                see line {first}
              </a>
            )}
          </p>
        )
      })}
    </li>
  )
}

function findFirstLine(name: string, { places }: FindingView): number | null {
  return places.find(({ file, line }) => file === name && line !== null)?.line ?? null
}

function toByLine(name: string, findings: readonly FindingView[]): Map<number, FindingView[]> {
  const lines = new Map<number, FindingView[]>()
  for (const finding of findings) {
    for (const line of new Set(finding.places.flatMap((place) => (place.file === name && place.line !== null ? [place.line] : []))))
      lines.set(line, [...(lines.get(line) ?? []), finding])
  }
  return lines
}
