'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { Panel } from '@/components/ui/panel'
import { Pill } from '@/components/ui/pill'
import { Words } from '@/components/ui/words'
import { useNow } from '@/lib/client/use-now'
import { useOperation } from '@/lib/client/use-operation'
import { isRunning, type OperationRecord } from '@/lib/model/operation'
import { AbortButton } from './abort-button'
import { PlanChecks } from './plan-checks'
import { operationKinds } from '@/lib/model/operation-kinds'
import { toTitle } from './plan-words'
import { RecordFacts } from './record-facts'
import { toDeadlineText, toRecordHeadline } from './record-words'
import { StepBar } from './step-bar'
import { StepList } from './step-list'
import { operationStateWords } from './state-words'

/** One operation: live while it runs, its report afterwards. Its id finds it again whatever happened to this page. */
export function OperationPage({ initial }: { initial: OperationRecord }) {
  const { operation: record, connection } = useOperation(initial)
  const running = isRunning(record)
  return (
    <div className="grid gap-5" data-operation={record.id} data-state={record.state}>
      <div className="grid items-start gap-x-10 gap-y-4 lg:grid-cols-[minmax(0,1fr)_auto]">
        <RecordHeadline record={record} />
        {running ? <AbortButton record={record} /> : null}
      </div>
      {connection === 'stale' ? <CutOff /> : null}
      <Panel
        title="Steps"
        aside={running ? <Deadline record={record} isLive={connection !== 'stale'} /> : 'Duration and output of each step'}
      >
        <div className={connection === 'stale' ? 'stale' : ''}>
          <StepBar steps={record.steps} ended={!running} />
          <div className="mt-2">
            <StepList steps={record.steps} />
          </div>
        </div>
      </Panel>
      <div className="grid gap-5 lg:grid-cols-2">
        <Panel title="Details">
          <RecordFacts record={record} />
        </Panel>
        <Panel title="The plan" aside={<Words text={record.plan.sentence} />}>
          <PlanChecks checks={record.plan.checks} title="Preflight checks" />
          <h3 className="mt-4 font-semibold">If it fails</h3>
          <p className="mt-1 text-sm text-muted">{operationKinds[record.kind].undo}</p>
        </Panel>
      </div>
    </div>
  )
}

/** The live region announces each step and the result once; ticking figures are not announced. */
function RecordHeadline({ record }: { record: OperationRecord }) {
  const { word, tone, shape } = operationStateWords[record.state]
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <Pill tone={tone} shape={shape} caps>
          {word}
        </Pill>
        <Link href={pagePaths.clusterSection(record.clusterId, 'operations')} className="link">
          All operations
        </Link>
        <span className="[overflow-wrap:anywhere]">{toTitle(record)}</span>
      </p>
      <div role="status">
        <h1 className="mt-2 max-w-[34em] headline">
          <Words text={toRecordHeadline(record)} />
        </h1>
      </div>
    </div>
  )
}

function Deadline({ record, isLive }: { record: OperationRecord; isLive: boolean }) {
  return (
    <>
      {isLive ? 'Live · ' : ''}
      {toDeadlineText(record, useNow())}
    </>
  )
}

function CutOff() {
  return (
    <p role="alert" className="text-sm font-medium text-amber-ink">
      <span aria-hidden="true">◆ </span>Connection to the console lost. Below is the last known state. The operation continues in the
      console; this page reconnects automatically.
    </p>
  )
}
