'use client'
import dynamic from 'next/dynamic'
import { useSearchParams } from 'next/navigation'
import { findDraft, toPlanQuery } from './plan-link'
import type { OperationDraft } from './plan-words'

/** Loaded only when a plan is opened. */
const PlanDialog = dynamic(() => import('./plan-dialog').then((module) => module.PlanDialog), { ssr: false })

/** Opens a plan over the current page. */
export function openPlan(draft: OperationDraft): void {
  window.history.pushState(null, '', toPlanQuery(draft))
}

/** Shows the plan in the address, on every page of a cluster. */
export function PlanHost({ clusterId, clusterName }: { clusterId: string; clusterName: string }) {
  const query = useSearchParams()
  const draft = findDraft(query)
  if (draft === null) return null
  const close = () => window.history.replaceState(null, '', window.location.pathname)
  return <PlanDialog key={toPlanQuery(draft)} clusterId={clusterId} clusterName={clusterName} draft={draft} onClose={close} />
}
