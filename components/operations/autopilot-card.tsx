'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { toDurationText } from '@/lib/base/durations'
import { Fact, Facts } from '@/components/ui/facts'
import { Panel } from '@/components/ui/panel'
import { Pill } from '@/components/ui/pill'
import { Ago } from '@/components/ui/time'
import { Words } from '@/components/ui/words'
import { useActor } from '@/lib/client/use-actor'
import { useAutopilot } from '@/lib/client/use-autopilot'
import { canActAs } from '@/lib/model/actor'
import type { AutopilotRun, AutopilotView } from '@/lib/model/autopilot-view'
import { AutopilotDialog } from './autopilot-dialog'
import { runWords, toAutopilotState } from './autopilot-words'

const shown = 5

/** The autopilot: whether it is on, how seldom it acts, what it did. */
export function AutopilotCard({ clusterId, clusterName }: { clusterId: string; clusterName: string }) {
  const { autopilot, problem, change, acknowledge } = useAutopilot(clusterId)
  const [open, setOpen] = useState(false)
  const state = autopilot === null ? null : toAutopilotState(autopilot)
  return (
    <Panel
      title="Autopilot"
      aside="Fenced takeover without asking, when the leader’s process exits"
      corner={
        state === null ? null : (
          <span data-autopilot={autopilot?.on ? 'on' : 'off'}>
            <Pill tone={state.tone} shape={state.shape}>
              {state.word}
            </Pill>
          </span>
        )
      }
    >
      {problem === null ? null : (
        <p className="mb-2 text-sm text-amber-ink">
          <span aria-hidden="true">◆ </span>Its state could not be read: {problem}
        </p>
      )}
      {autopilot === null ? (
        <p className="min-h-20 text-sm text-muted">{problem === null ? 'Reading…' : ''}</p>
      ) : (
        <>
          <p className="text-sm [overflow-wrap:anywhere]">
            <Words text={autopilot.sentence} />
          </p>
          <Facts className="mt-2">
            <Fact name="At most one takeover in">{toDurationText(autopilot.againAfterMs)}, until acknowledged</Fact>
            {autopilot.changedAt === null ? null : (
              <Fact name={autopilot.on ? 'Switched on' : 'Switched off'}>
                <Ago at={autopilot.changedAt} />
                {autopilot.changedBy === null ? null : ` by ${autopilot.changedBy}`}
              </Fact>
            )}
          </Facts>
          <Runs runs={autopilot.runs} clusterId={clusterId} />
          <Controls autopilot={autopilot} onAcknowledge={acknowledge} onSwitch={() => setOpen(true)} />
          {open ? (
            <AutopilotDialog autopilot={autopilot} clusterName={clusterName} onChange={change} onClose={() => setOpen(false)} />
          ) : null}
        </>
      )}
    </Panel>
  )
}

function Runs({ runs, clusterId }: { runs: AutopilotRun[]; clusterId: string }) {
  if (runs.length === 0) return <p className="mt-2 text-sm text-muted">Never triggered.</p>
  return (
    <ol aria-label="What it did" className="mt-3 text-sm">
      {runs.slice(0, shown).map((run) => {
        const { word, shape, className } = runWords[run.result]
        return (
          <li key={run.id} data-run={run.result} className="border-t border-line py-2 last:pb-0">
            <p className="[overflow-wrap:anywhere]">
              <span aria-hidden="true" className={className}>
                {shape}{' '}
              </span>
              <span className="font-medium">{word}</span>{' '}
              <span className="text-muted">
                <Ago at={run.at} />
                {run.acknowledgedAt === null
                  ? ', not acknowledged'
                  : ` · acknowledged${run.acknowledgedBy === null ? '' : ` by ${run.acknowledgedBy}`}`}
              </span>
            </p>
            <p className="text-muted [overflow-wrap:anywhere]">
              <Words text={run.text} />{' '}
              {run.operationId === null ? null : (
                <Link className="link" href={pagePaths.operation(clusterId, run.operationId)}>
                  Report
                </Link>
              )}
            </p>
          </li>
        )
      })}
    </ol>
  )
}

function Controls({
  autopilot,
  onAcknowledge,
  onSwitch,
}: {
  autopilot: AutopilotView
  onAcknowledge: () => Promise<void>
  onSwitch: () => void
}) {
  const actor = useActor()
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const mayDecide = canActAs(actor, 'administrator')
  const mayAcknowledge = canActAs(actor, 'operator')
  const acknowledge = () => {
    setSending(true)
    onAcknowledge()
      .then(
        () => setProblem(null),
        (error: Error) => setProblem(error.message),
      )
      .finally(() => setSending(false))
  }
  return (
    <div className="mt-3 flex flex-wrap items-center justify-end gap-2">
      <p role="alert" className="mr-auto min-w-0 text-xs text-amber-ink empty:hidden">
        {problem}
      </p>
      {mayDecide ? null : <p className="mr-auto text-xs text-muted">Switching it needs the role administrator.</p>}
      {autopilot.needsAcknowledgement ? (
        <Button
          small
          possible={mayAcknowledge && !sending}
          onClick={acknowledge}
          data-tip={mayAcknowledge ? undefined : 'This needs the role operator.'}
        >
          Acknowledge and re-arm
        </Button>
      ) : null}
      <Button small possible={mayDecide} aria-haspopup="dialog" onClick={onSwitch}>
        {autopilot.on ? 'Switch off…' : 'Switch on…'}
      </Button>
    </div>
  )
}
