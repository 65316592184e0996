'use client'
import { classNames } from '@/components/ui/class-names'
import { Words } from '@/components/ui/words'
import type { FindingView } from '@/lib/model/configuration-view'
import { getSeverity, toGroupName, toPlaceText, type Grouping } from './finding-words'
import { toLineId } from './line-id'

/** One finding: what is wrong, where, what to do; why and how it can be wrong when it is opened. */
export function FindingItem({ finding, by }: { finding: FindingView; by: Grouping }) {
  const { shape, one, className } = getSeverity(finding.severity)
  return (
    <li className="flex gap-2.5 py-3 text-sm" data-finding={finding.rule}>
      <span aria-hidden="true" className={classNames('w-3 flex-none text-center', className)}>
        {shape}
      </span>
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <p className="font-medium">
          <span className="sr-only">{one}: </span>
          <Words text={finding.sentence} />
        </p>
        <p className="mt-0.5 text-muted">
          <Words text={finding.whatToDo} />
        </p>
        <div className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-muted">
          {by === 'subject' ? null : <span>{toGroupName(finding.rule)}</span>}
          {toDifferent(finding.places)
            .slice(0, 6)
            .map((place) => (
              <PlaceLink key={toPlaceText(place)} place={place} />
            ))}
          {finding.isFixed ? (
            <a href="#panel-fixes" className="link">
              diff below
            </a>
          ) : null}
          <details className="open:basis-full">
            <summary className="link inline">Details and false positives</summary>
            <div className="mt-1.5 grid max-w-[80ch] gap-1.5 border-l border-line-strong pl-3">
              <p>{finding.why}</p>
              <p>Wrong if: {finding.canBeWrong}</p>
              <p>
                Source:{' '}
                {finding.source.url === null ? (
                  finding.source.text
                ) : (
                  <a href={finding.source.url} rel="noreferrer" target="_blank" className="link">
                    {finding.source.text}
                  </a>
                )}{' '}
                · rule <span className="font-mono">{finding.rule}</span>
              </p>
            </div>
          </details>
        </div>
      </div>
    </li>
  )
}

function toDifferent(places: FindingView['places']): FindingView['places'] {
  return [...new Map(places.map((place) => [toPlaceText(place), place])).values()]
}

function PlaceLink({ place }: { place: FindingView['places'][number] }) {
  const text = toPlaceText(place)
  if (place.file === null) return <span className="font-mono">{text}</span>
  return (
    <a href={`#${toLineId(place.file, place.line)}`} className="link font-mono">
      {text}
    </a>
  )
}
