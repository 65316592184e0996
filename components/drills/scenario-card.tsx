'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { openPlan } from '@/components/operations/plan-host'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { Fact, Facts } from '@/components/ui/facts'
import { Pill } from '@/components/ui/pill'
import { Day } from '@/components/ui/time'
import { Words } from '@/components/ui/words'
import { toPreciseDurationText } from '@/lib/base/durations'
import { drillScenarios, toDrillKind } from '@/lib/model/drills/scenarios'
import type { CardState } from './card-state'
import { drillVerdictWords, toPauseText, toRecoveryText } from './drill-words'
import { ResultStrip } from './result-strip'
import { findCounted, type ScenarioStanding } from './standings'

interface ScenarioCardProps {
  card: CardState
  run: ScenarioStanding
  spanMs: number
  clusterId: string
}

/** One scenario: what it proves, its target and prediction now, its last result; or why it cannot run. */
export function ScenarioCard({ card, run, spanMs, clusterId }: ScenarioCardProps) {
  const { title, proves, signal } = drillScenarios[card.scenario]
  const { decisive, running, standing } = run
  const isRefused = card.refusal !== null && running === null
  return (
    <article
      aria-labelledby={`scenario-${card.scenario}`}
      data-scenario={card.scenario}
      data-standing={standing}
      className={classNames(
        'flex min-w-0 flex-col rounded-lg border px-5 pt-4 pb-5 max-sm:px-4',
        isRefused ? 'border-dashed border-line-strong' : standing === 'failed' ? 'border-red bg-panel' : 'border-line bg-panel',
      )}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <h3 id={`scenario-${card.scenario}`} className="font-semibold">
          {title}
        </h3>
        <StandingPill run={run} />
      </header>
      <p className="font-mono text-xs text-muted [overflow-wrap:anywhere]">
        SIG{signal} · {card.target ?? 'no target now'}
      </p>
      <p className="mt-2 mb-3 grow">{proves}</p>
      <ResultStrip
        spanMs={spanMs}
        predicted={card.prediction.total}
        objectiveMs={card.objectiveMs}
        measuredMs={decisive === null ? null : (findCounted(decisive)?.ms ?? null)}
        verdict={decisive?.verdict ?? null}
      />
      <Facts className="mt-2">
        <Fact name="Predicted now">{toPauseText(card.prediction.total)}</Fact>
        <Fact name="Objective if run now">{toPreciseDurationText(card.objectiveMs)}</Fact>
        <Fact name="Last result">
          {decisive === null ? (
            <span className="text-muted">Not run yet</span>
          ) : (
            <>
              <Link href={pagePaths.drill(clusterId, decisive.id)} className="link">
                #{decisive.number}
              </Link>{' '}
              · <span className="font-semibold">{toRecoveryText(findCounted(decisive))}</span> · <Day at={decisive.startedAt} />
            </>
          )}
        </Fact>
      </Facts>
      <CardFoot card={card} run={run} clusterId={clusterId} />
    </article>
  )
}

function StandingPill({ run: { decisive, running } }: { run: ScenarioStanding }) {
  if (running !== null)
    return (
      <Pill tone="lead" shape="◐">
        running
      </Pill>
    )
  const verdict = decisive?.verdict ?? null
  if (verdict === null) return <Pill tone="calm">not run yet</Pill>
  const { word, tone, shape } = drillVerdictWords[verdict]
  return (
    <Pill tone={tone} shape={shape}>
      {word.toLowerCase()}
    </Pill>
  )
}

/** Its button, the link to its run, or why it cannot run. */
function CardFoot({ card, run, clusterId }: Omit<ScenarioCardProps, 'spanMs'>) {
  const { title } = drillScenarios[card.scenario]
  const { running, ended, decisive } = run
  if (running !== null)
    return (
      <p className="mt-3">
        <Link href={pagePaths.drill(clusterId, running.id)} className="link font-semibold">
          Watch #{running.number}
        </Link>
      </p>
    )
  const last = ended[0] ?? null
  return (
    <>
      {last === null || last === decisive ? null : (
        <p className="mt-2 text-sm text-muted">
          <Link href={pagePaths.drill(clusterId, last.id)} className="link">
            #{last.number}
          </Link>{' '}
          since then: {drillVerdictWords[last.verdict ?? 'inconclusive'].word.toLowerCase()}, which proves nothing.
        </p>
      )}
      {card.refusal !== null ? (
        <p className="mt-3 text-sm">
          <span aria-hidden="true" className="text-amber-ink">
            ◆{' '}
          </span>
          <span className="font-semibold">Cannot run now.</span> <Words text={card.refusal} />
        </p>
      ) : (
        <div className="mt-3">
          <Button
            small
            aria-haspopup="dialog"
            aria-label={`Run “${title}”…`}
            onClick={() => openPlan({ kind: toDrillKind(card.scenario), target: null })}
          >
            {ended.length === 0 ? 'Run…' : 'Run again…'}
          </Button>
        </div>
      )}
    </>
  )
}
