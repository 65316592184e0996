'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ApiError, sendJson } from '@/lib/client/fetch-json'
import { useActor } from '@/lib/client/use-actor'
import { canActAs } from '@/lib/model/actor'
import type { Drill } from '@/lib/model/drills/drill-report'
import { drillScenarios } from '@/lib/model/drills/scenarios'
import type { OperationRecord } from '@/lib/model/operation'
import { faultWords } from './drill-words'
import type { DrillStage } from './running-words'

interface AbortDrillProps {
  drill: Drill | null
  record: OperationRecord
  stage: DrillStage
}

/** Ends the drill and undoes its fault, at the first press: it says what it undoes, and no key does it by accident. */
export function AbortDrill({ drill, record, stage }: AbortDrillProps) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  const may = canActAs(useActor(), 'operator')
  const isAsked = record.abortedBy !== null
  const isPossible = may && !isAsked && !isSending && stage !== 'undoing'
  const abort = () => {
    setSending(true)
    setProblem(null)
    sendJson('POST', apiPaths.abortOperation(record.id), {})
      .catch((error: Error) =>
        setProblem(ApiError.is(error) ? error.message : `${error.message} Whether it was aborted is not known; press again.`),
      )
      .finally(() => setSending(false))
  }
  return (
    <div className="abort-bar grid gap-1.5 print:hidden" data-abort="">
      <Button look="danger" possible={isPossible} onClick={abort} className="w-full py-3 text-[15px]" aria-describedby="abort-undoes">
        {toAbortLabel(drill, { isAsked: isAsked || isSending, stage })}
      </Button>
      <p id="abort-undoes" className="text-xs text-muted">
        {may ? toAbortText(drill, stage) : 'Aborting needs the role operator.'}
      </p>
      <p role="alert" className="text-sm font-medium text-amber-ink empty:hidden">
        {problem}
      </p>
    </div>
  )
}

function toAbortLabel(drill: Drill | null, { isAsked, stage }: { isAsked: boolean; stage: DrillStage }): string {
  if (isAsked) return 'Aborting…'
  if (stage === 'undoing') return 'The fault is being undone'
  const master = drill?.target?.master ?? null
  if (drill === null || master === null || stage === 'preparing') return 'Abort the drill'
  return faultWords[drillScenarios[drill.scenario].signal].toAbort(master)
}

function toAbortText(drill: Drill | null, stage: DrillStage): string {
  if (stage === 'preparing') return 'Nothing is broken yet, so nothing has to be undone.'
  if (stage === 'undoing') return 'The drill is undoing its fault already.'
  return drill === null ? '' : `Undone by: ${drillScenarios[drill.scenario].undoneBy}`
}
