import { memo } from 'react'
import { Ago } from '@/components/ui/time'
import { toFullSentence, Words } from '@/components/ui/words'
import type { SourceName } from '@/lib/model/observed'
import type { SourceStatus } from '@/lib/model/snapshot'
import { toSourceName } from './provenance'

const order: SourceName[] = ['zookeeper', 'jobManagers', 'haStorage', 'configuration', 'hosts', 'yarn']

/** Every source that does not report what it should: since when, why, what to do. */
export const SourceNotices = memo(function SourceNotices({ sources }: { sources: Record<SourceName, SourceStatus> }) {
  const silent = order.filter(
    (name) =>
      sources[name].state === 'lost' ||
      sources[name].state === 'stale' ||
      (sources[name].state === 'off' && sources[name].detail !== undefined),
  )
  if (silent.length === 0) return null
  return (
    <ul aria-label="Sources" className="grid gap-1 text-sm">
      {silent.map((name) => {
        const { state, lastHeardAt, detail } = sources[name]
        return (
          <li key={name} className="flex gap-2">
            <span aria-hidden="true" className={state === 'off' ? 'text-faint' : 'text-amber-ink'}>
              {state === 'off' ? '○' : '◆'}
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <span className="font-medium">{toSourceName(name)}</span>{' '}
              <span className="text-muted">
                {state === 'off' ? (
                  'is not read.'
                ) : lastHeardAt === null ? (
                  'has not answered yet.'
                ) : (
                  <>
                    last answered <Ago at={lastHeardAt} />.
                  </>
                )}{' '}
                {detail === undefined ? null : <Words text={toFullSentence(detail)} />}
              </span>
            </span>
          </li>
        )
      })}
    </ul>
  )
})
