'use client'
import { apiPaths, pagePaths } from '@/lib/base/paths'
import { useSyncExternalStore } from 'react'
import type { DrillReport } from '@/lib/model/drills/drill-report'

const formats = [
  { query: '', word: 'JSON' },
  { query: '?format=markdown', word: 'Markdown' },
  { query: '?format=junit', word: 'JUnit XML' },
] as const

const subscribeToNothing = () => () => undefined

/** The report as a file; on paper the address of this page instead. */
export function ReportFoot({ report: { id, clusterId, configuration } }: { report: DrillReport }) {
  const origin = useSyncExternalStore(
    subscribeToNothing,
    () => window.location.origin,
    () => '',
  )
  return (
    <footer className="flex flex-wrap justify-between gap-x-6 gap-y-1 border-t border-line pt-3 text-sm text-muted">
      <p className="print:hidden">
        This report as{' '}
        {formats.map(({ query, word }, index) => (
          <span key={word}>
            {index === 0 ? '' : ' · '}
            <a href={`${apiPaths.drillReport(id)}${query}`} className="link">
              {word}
            </a>
          </span>
        ))}
      </p>
      <p className="hidden font-mono text-xs [overflow-wrap:anywhere] print:block">
        {origin}
        {pagePaths.drill(clusterId, id)}
      </p>
      <p>Configuration {configuration.fingerprint}</p>
    </footer>
  )
}
