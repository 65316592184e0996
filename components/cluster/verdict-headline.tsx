'use client'
import { memo } from 'react'
import { Pill } from '@/components/ui/pill'
import { Since } from '@/components/ui/time'
import { Words } from '@/components/ui/words'
import type { Takeover, Verdict } from '@/lib/model/snapshot'
import { NamedMasters } from './named-masters'
import { NextStep } from './next-step'
import { Reasons } from './reasons'
import { verdictWords } from './verdict-words'
import { WindowBasis } from './window-basis'

interface VerdictHeadlineProps {
  verdict: Verdict
  takeover: Takeover
  masters: string[]
}

/** The one sentence: what would happen, or what is happening; beside it the next right step. */
export const VerdictHeadline = memo(function VerdictHeadline({ verdict, takeover, masters }: VerdictHeadlineProps) {
  const { word, tone, shape } = verdictWords[verdict.level]
  const step = verdict.reasons.find((reason) => reason.action !== null) ?? null
  return (
    <div className="grid items-start gap-x-10 gap-y-4 lg:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <div role="status" aria-live="polite" aria-atomic="true" data-level={verdict.level}>
          <Pill tone={tone} shape={shape} caps>
            {word}
            {verdict.level === 'no-leader' && takeover.since !== null ? <span aria-hidden="true"> for <Since at={takeover.since} /></span> : null}
          </Pill>
          <h1 className="mt-2 max-w-[30em] text-xl font-semibold tracking-[-0.012em] text-balance [overflow-wrap:anywhere]">
            <NamedMasters text={verdict.sentence} masters={masters} />
          </h1>
        </div>
        <div className="mt-2 max-w-[80ch] text-muted">
          {verdict.detail === null ? null : <span className="mr-2"><Words text={verdict.detail} /></span>}
          <WindowBasis takeover={takeover} />
        </div>
        <Reasons reasons={verdict.reasons} except={step} />
      </div>
      {step === null ? null : <NextStep reason={step} />}
    </div>
  )
})
