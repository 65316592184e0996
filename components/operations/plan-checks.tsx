import { Words } from '@/components/ui/words'
import type { Check } from '@/lib/model/operation'
import { checkWords, sortChecks } from './state-words'

/** The preflight checks: worst first, in words. */
export function PlanChecks({ checks, title }: { checks: readonly Check[]; title: string }) {
  if (checks.length === 0) return null
  return (
    <section aria-label={title}>
      <h3 className="font-semibold">{title}</h3>
      <ul className="mt-2 grid gap-1.5 text-sm">
        {sortChecks(checks).map((check) => {
          const { shape, word, className } = checkWords[check.level]
          return (
            <li key={`${check.code} ${check.text}`} data-check={check.level} className="flex gap-2.5">
              <span aria-hidden="true" className={`w-3 flex-none text-center ${className}`}>
                {shape}
              </span>
              <span className={check.level === 'fine' ? 'min-w-0 text-muted [overflow-wrap:anywhere]' : 'min-w-0 [overflow-wrap:anywhere]'}>
                {check.level === 'fine' ? (
                  <span className="sr-only">{word}: </span>
                ) : (
                  <span className={`font-medium ${className}`}>{word}: </span>
                )}
                <Words text={check.text} />
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
