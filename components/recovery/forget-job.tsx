'use client'
import { openPlan } from '@/components/operations/plan-host'
import { Button } from '@/components/ui/button'
import { Words } from '@/components/ui/words'
import { useActor } from '@/lib/client/use-actor'
import { useCluster } from '@/lib/client/use-cluster'
import { findPermitted } from '@/lib/model/derive-permitted'
import { operationKinds } from '@/lib/model/operation-kinds'
import type { ClusterSnapshot, RecoveryJob } from '@/lib/model/snapshot'
import { toJobName } from './job-words'

interface ForgetJobProps {
  initial: ClusterSnapshot
  job: RecoveryJob
}

/** Opens the plan that removes the job's recovery metadata; where it is not permitted, why, and what to do first. */
export function ForgetJob({ initial, job }: ForgetJobProps) {
  const snapshot = useCluster(initial.cluster.id, initial)
  const { allowed, why } = findPermitted(snapshot, useActor(), 'forget-job', job.jobId)
  const name = job.name === null ? job.jobId : toJobName(job)
  const { button, what } = operationKinds['forget-job']
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-3 pl-4 text-sm">
      <Button
        small
        possible={allowed}
        aria-haspopup="dialog"
        data-kind="forget-job"
        data-tip={allowed ? undefined : why}
        aria-label={`${button.replace('…', '')} ${name}${allowed ? '…' : `: ${why}`}`}
        onClick={() => openPlan({ kind: 'forget-job', target: job.jobId })}
      >
        {button}
      </Button>
      <p className="min-w-0 flex-1 basis-64 text-muted [overflow-wrap:anywhere]">
        <Words text={allowed ? what : why} />
      </p>
    </div>
  )
}
