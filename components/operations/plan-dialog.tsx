'use client'
import { pagePaths } from '@/lib/base/paths'
import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Words } from '@/components/ui/words'
import { useActor } from '@/lib/client/use-actor'
import { useLiveCluster } from '@/lib/client/use-cluster'
import { useConnectionState } from '@/lib/client/use-connection'
import { usePlan, useStart, type Planning } from '@/lib/client/use-plan'
import { operationKinds } from '@/lib/model/operation-kinds'
import { ConsentForm } from './consent-form'
import { PlanChecks } from './plan-checks'
import { PlanFacts } from './plan-facts'
import { PlanSteps } from './plan-steps'
import { deriveStaleness, toTitle, type OperationDraft } from './plan-words'

interface PlanDialogProps {
  clusterId: string
  clusterName: string
  draft: OperationDraft
  onClose: () => void
}

/** Plan, preflight, consent: everything to read before an operation starts, and the one button that starts it. */
export function PlanDialog({ clusterId, clusterName, draft, onClose }: PlanDialogProps) {
  const router = useRouter()
  const snapshot = useLiveCluster(clusterId)
  const looking = { actor: useActor(), isCutOff: useConnectionState() === 'stale' }
  const { planning, again } = usePlan(clusterId, draft)
  const { starting, start } = useStart(clusterId, draft, (id) => router.push(pagePaths.operation(clusterId, id)))
  const { plan } = planning
  return (
    <Dialog title={toTitle(draft)} onClose={onClose} wide>
      <div className="grid gap-6 px-6 pt-2 pb-6 max-sm:px-4" data-plan={planning.state}>
        <div>
          <p className="max-w-[68ch] text-[15px] leading-[22px]">
            {plan === null ? operationKinds[draft.kind].what : <Words text={plan.sentence} />}
          </p>
          <PlanProgress planning={planning} onAgain={again} />
        </div>
        {plan === null ? null : (
          <>
            <PlanChecks checks={plan.checks} title="Preflight checks" />
            {plan.steps.length === 0 ? null : (
              <>
                <PlanSteps steps={plan.steps} />
                <PlanFacts plan={plan} />
              </>
            )}
          </>
        )}
      </div>
      {plan === null ? null : (
        <ConsentForm
          key={JSON.stringify(plan)}
          plan={plan}
          draft={draft}
          clusterName={clusterName}
          leader={snapshot?.leader?.master ?? null}
          staleness={deriveStaleness(plan, snapshot, looking)}
          starting={starting}
          onStart={start}
          onAgain={again}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

function PlanProgress({ planning, onAgain }: { planning: Planning; onAgain: () => void }) {
  return (
    <div role="status">
      {planning.state === 'asking' ? (
        <p className="pt-4 text-muted">Preparing the plan. Configuration and hosts are read; nothing is changed.</p>
      ) : null}
      {planning.state !== 'failed' ? null : (
        <div className="mt-4 rounded-md bg-red-wash px-4 py-3">
          <p>
            <span aria-hidden="true" className="text-red">
              ▲{' '}
            </span>
            <span className="font-medium">The plan could not be made.</span> <Words text={planning.problem} />
          </p>
          <Button small className="mt-3" onClick={onAgain}>
            Plan anew
          </Button>
        </div>
      )}
    </div>
  )
}
