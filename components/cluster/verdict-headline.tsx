'use client'
import { memo } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Pill } from '@/components/ui/pill'
import { StaleWrapper } from '@/components/ui/stale-wrapper'
import { TimeOfDay } from '@/components/ui/time'
import { Words } from '@/components/ui/words'
import { useFastNow, useNow } from '@/lib/client/use-now'
import { ActBox } from '@/components/operations/act-box'
import { deriveNextAct, findNextReason } from '@/components/operations/next-act'
import { useActor } from '@/lib/client/use-actor'
import { toClusterState } from '@/lib/model/cluster-state'
import { toHeadlineOf } from '@/lib/model/headline'
import { findOwnOutageOf } from '@/lib/model/own-doing'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { toDurationText } from '@/lib/base/durations'
import { NamedMasters } from './named-masters'
import { NextStep } from './next-step'
import { Reasons } from './reasons'
import { verdictWords } from '@/components/shared/verdict-words'
import { WindowBasis } from './window-basis'

/** Codes of what an operation that stops the leader causes, and takes care of. */
const ownCodes: ReadonlySet<string> = new Set(['leader-gone', 'no-leader'])

/** The one sentence: what would happen, or what is happening; beside it the next step. */
export const VerdictHeadline = memo(function VerdictHeadline({
  snapshot,
  withStep = true,
}: {
  snapshot: ClusterSnapshot
  withStep?: boolean
}) {
  const { verdict, takeover, present } = snapshot
  // What was right then may be wrong now: a snapshot of the past offers no step. Nor does one in which an operation acts already.
  const isOffered = withStep && snapshot.operation === null
  const step = isOffered ? findNextReason(snapshot) : null
  const nextAct = deriveNextAct(snapshot, useActor())
  const act = isOffered ? nextAct : null
  const own = findOwnOutageOf(takeover, snapshot.operation)
  const Sentence = verdict.level === 'no-leader' ? FastSentence : QuietSentence
  const mayMove = takeover.standby !== null || takeover.startedAt !== null
  const next = act !== null ? <ActBox act={act} /> : step !== null ? <NextStep reason={step} clusterId={snapshot.cluster.id} /> : null
  return (
    <div
      className={classNames(
        'grid items-start gap-x-10 gap-y-4 lg:grid-cols-[minmax(0,1fr)_auto] lg:grid-rows-[auto_1fr]',
        // Room for three lines and two reasons where a takeover may come, so that an alarm moves nothing below.
        mayMove && 'lg:min-h-[212px] lg:[&_h1]:min-h-[3lh]',
      )}
    >
      <div className="min-w-0">
        <StaleWrapper since={null}>
          <Sentence snapshot={snapshot} />
        </StaleWrapper>
        <div className="mt-2 max-w-[80ch] text-muted">
          {verdict.level !== 'no-leader' || takeover.expectedBetween === null ? null : (
            <>
              Expected between <TimeOfDay at={takeover.expectedBetween.earliest} /> and <TimeOfDay at={takeover.expectedBetween.latest} />
              .{' '}
            </>
          )}
          <WindowBasis takeover={takeover} />
        </div>
      </div>
      {/* On a narrow screen the step comes before the reasons. */}
      {next === null ? null : <div className="lg:col-start-2 lg:row-span-2">{next}</div>}
      <Reasons
        reasons={[...present.reasons, ...verdict.reasons].filter(({ code }) => own === null || !ownCodes.has(code))}
        except={step}
        said={isAmongReasons(verdict.detail, verdict) ? verdict.sentence : `${verdict.sentence} ${verdict.detail ?? ''}`}
      />
    </div>
  )
})

/** A reason's text is shown once: in the list below, or beside it as the next step. */
function isAmongReasons(detail: string | null, { reasons }: ClusterSnapshot['verdict']): boolean {
  return reasons.some((reason) => reason.text === detail || reason.action === detail)
}

function QuietSentence({ snapshot }: { snapshot: ClusterSnapshot }) {
  return <SentenceAt snapshot={snapshot} now={useNow()} />
}

function FastSentence({ snapshot }: { snapshot: ClusterSnapshot }) {
  return <SentenceAt snapshot={snapshot} now={useFastNow()} />
}

/** The live region announces a change of level once; the figures that tick in the headline are not announced each second. */
function SentenceAt({ snapshot, now }: { snapshot: ClusterSnapshot; now: number }) {
  const { verdict, takeover, present, jobManagers } = snapshot
  const state = toClusterState(snapshot)
  const { word, tone, shape } = verdictWords[state]
  const { sentence, detail } = toHeadlineOf(snapshot, Math.max(now, Date.parse(snapshot.asOf)))
  const leaderless = verdict.level === 'no-leader' && takeover.since !== null
  const masters = jobManagers.map((one) => one.master)
  return (
    <div role="status" aria-live="polite" data-level={verdict.level} data-state={state} data-present={present.level}>
      <Pill tone={tone} shape={shape} caps>
        {word}
        {leaderless ? <span aria-live="off"> for {toDurationText(now - Date.parse(takeover.since ?? ''))}</span> : null}
      </Pill>
      <h1 aria-live="off" className="mt-2 max-w-[30em] headline">
        <NamedMasters text={present.sentence ?? sentence} masters={masters} />
      </h1>
      {present.sentence === null ? null : (
        <p aria-live="off" className="mt-3 max-w-[80ch]">
          <span className="text-muted">Next failure:</span>{' '}
          <span className="font-semibold">
            <span aria-hidden="true">{verdictWords[verdict.level].shape} </span>
            {verdictWords[verdict.level].word.toLowerCase()}.
          </span>{' '}
          <NamedMasters text={sentence} masters={masters} />
        </p>
      )}
      {detail === null || isAmongReasons(detail, verdict) ? null : (
        <p aria-live="off" className="mt-2 max-w-[80ch] text-muted">
          <Words text={detail} />
        </p>
      )}
    </div>
  )
}
