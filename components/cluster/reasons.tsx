import { toFullSentence, Words } from '@/components/ui/words'
import type { Reason } from '@/lib/model/snapshot'
import { severityShapes } from '@/components/shared/verdict-words'

const shownAtOnce = 4

/** The reasons of the verdict, without what the headline already `said`. */
export function Reasons({ reasons, except, said }: { reasons: Reason[]; except: Reason | null; said: string }) {
  const others = reasons.filter((reason) => !(said.includes(reason.text) && (reason === except || reason.action === null)))
  if (others.length === 0) return null
  const rest = others.slice(shownAtOnce)
  return (
    <div className="min-w-0 max-w-[80ch] lg:col-start-1">
      <ReasonList reasons={others.slice(0, shownAtOnce)} except={except} />
      {rest.length === 0 ? null : (
        <details className="mt-2 text-sm">
          <summary className="link inline text-muted">{rest.length} more</summary>
          <div className="mt-2">
            <ReasonList reasons={rest} except={except} />
          </div>
        </details>
      )}
    </div>
  )
}

function ReasonList({ reasons, except }: { reasons: Reason[]; except: Reason | null }) {
  return (
    <ul className="grid gap-1.5 text-sm">
      {reasons.map((reason) => {
        const { shape, word, className } = severityShapes[reason.severity]
        return (
          <li key={`${reason.code} ${reason.subject ?? ''} ${reason.text}`} className="flex gap-2">
            <span aria-hidden="true" className={className}>
              {shape}
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <span className="sr-only">{word}: </span>
              <Words text={toFullSentence(reason.text)} />
              {reason.action === null || reason === except ? null : (
                <span className="text-muted">
                  {' '}
                  <Words text={reason.action} />
                </span>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
