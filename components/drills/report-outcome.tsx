import { Words } from '@/components/ui/words'
import { toCount } from '@/lib/base/counts'
import { toPreciseDurationText } from '@/lib/base/durations'
import type { DrillReport, GuardReport } from '@/lib/model/drills/drill-report'
import { drillScenarios } from '@/lib/model/drills/scenarios'
import { objectiveWords, drillPhaseWords } from './drill-words'
import { probeStateWords } from './probe-words'
import type { LeaderProof, ReportFigure } from './report-figures'

/** The four figures, each with what it is read against. */
export function ReportFigures({ figures }: { figures: readonly ReportFigure[] }) {
  return (
    <dl className="grid gap-y-4 sm:grid-cols-2 lg:grid-cols-4 print:grid-cols-4">
      {figures.map(({ name, value, against, notes }, index) => (
        <div
          key={name}
          data-figure={name}
          className={
            index === 0 ? 'min-w-0 pr-5' : 'min-w-0 pr-5 lg:border-l lg:border-line lg:pl-5 print:border-l print:border-line print:pl-4'
          }
        >
          <dt className="text-sm text-muted">{name}</dt>
          <dd>
            <span className="text-xl font-semibold whitespace-nowrap">{value}</span>
            {against === null ? null : (
              <span className={objectiveWords[against].className}>
                <span aria-hidden="true"> {objectiveWords[against].shape}</span>
                <span className="sr-only">, {objectiveWords[against].word}</span>
              </span>
            )}
            {notes.map((note) => (
              <span key={note} className="block text-sm text-muted">
                {note}
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Points of a list, each with its sign. */
export function ProofList({ proofs }: { proofs: readonly LeaderProof[] }) {
  return (
    <ul className="grid gap-1.5 text-sm">
      {proofs.map(({ state, text }) => {
        const { shape, word, className } = probeStateWords[state]
        return (
          <li key={text} data-proof={state} className="flex gap-2.5">
            <span aria-hidden="true" className={`w-3 flex-none text-center ${className}`}>
              {shape}
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <span className="sr-only">{word}: </span>
              <Words text={text} />
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Steady state, rollback, guard and what was left behind. */
export function deriveAfter({
  steadyState,
  rollback,
  guard,
  leftBehind,
}: Pick<DrillReport, 'steadyState' | 'rollback' | 'guard' | 'leftBehind'>): LeaderProof[] {
  const held = steadyState.after.filter(({ state }) => state === 'holds').length
  const all = steadyState.after.length
  return [
    all === 0
      ? { state: 'unknown', text: 'The steady state was not checked after the drill.' }
      : held === all
        ? { state: 'holds', text: `The steady state holds again: ${held} of ${toCount(all, 'probe')}.` }
        : { state: 'broken', text: `The steady state does not hold: ${held} of ${toCount(all, 'probe')} hold.` },
    { state: rollback.isDone ? 'holds' : 'broken', text: rollback.text },
    ...(guard === null ? [] : [{ state: guardStates[guard.state], text: `Guard on ${guard.host}: ${guard.text}` }]),
    ...(leftBehind.length === 0
      ? [{ state: 'holds' as const, text: 'Nothing left behind.' }]
      : leftBehind.map((text) => ({ state: 'broken' as const, text: `Left behind. ${text}` }))),
  ]
}

const guardStates: Record<GuardReport['state'], LeaderProof['state']> = {
  'not-installed': 'unknown',
  waiting: 'unknown',
  ended: 'holds',
  acted: 'holds',
  'found-nothing': 'holds',
  lost: 'broken',
  'not-heard': 'unknown',
}

/** The phase that took longest and the setting that would shorten it. */
export function Shorten({ measures: { slowest, phases, recovery }, scenario }: Pick<DrillReport, 'measures' | 'scenario'>) {
  if (slowest === null) return <p className="text-sm text-muted">No phase was measured to its end, so nothing can be said.</p>
  const measured = phases.find(({ phase }) => phase === slowest.phase)?.measured ?? null
  const isLeader = drillScenarios[scenario].target === 'leader'
  return (
    <div className="grid gap-1.5 text-sm">
      <p>
        <span className="font-semibold">{drillPhaseWords[slowest.phase].title}</span> took longest
        {measured === null ? '' : `: ${toPreciseDurationText(measured.ms)}`}
        {measured === null || recovery === null || !isLeader ? '.' : ` of ${toPreciseDurationText(recovery.ms)}.`}
      </p>
      {slowest.setting === null ? null : (
        <p>
          Setting <code className="font-mono text-xs [overflow-wrap:anywhere]">{slowest.setting}</code>
        </p>
      )}
      <p className="max-w-[76ch] text-muted">{isLeader ? slowest.advice : 'The jobs did not depend on it: the leader stayed.'}</p>
    </div>
  )
}
