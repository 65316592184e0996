'use client'
import { useCallback, useEffect, useState } from 'react'
import type { OperationKind, Plan } from '@/lib/model/operation'
import { ApiError, sendJson } from './fetch-json'

export interface PlanWish {
  kind: OperationKind
  target: string | null
  options?: Readonly<Record<string, string>>
}

export type Planning =
  | { state: 'asking'; plan: null; problem: null }
  | { state: 'planned'; plan: Plan; problem: null }
  | { state: 'failed'; plan: null; problem: string }

const asking: Planning = { state: 'asking', plan: null, problem: null }

/** Has a plan made, which changes nothing; `again` has it made anew. */
export function usePlan(clusterId: string, wish: PlanWish): { planning: Planning; again: () => void } {
  const [turn, setTurn] = useState(0)
  const [answered, setAnswered] = useState<{ turn: number; planning: Planning }>({ turn: -1, planning: asking })
  const body = JSON.stringify({ kind: wish.kind, target: wish.target, options: wish.options, dryRun: true })
  useEffect(() => {
    const leaving = new AbortController()
    const answer = (planning: Planning) => {
      if (!leaving.signal.aborted) setAnswered({ turn, planning })
    }
    sendJson<Plan>('POST', toOperationsUrl(clusterId), JSON.parse(body), leaving.signal).then(
      (plan) => answer({ state: 'planned', plan, problem: null }),
      (error: Error) => answer({ state: 'failed', plan: null, problem: error.message }),
    )
    return () => leaving.abort()
  }, [clusterId, body, turn])
  const again = useCallback(() => setTurn((before) => before + 1), [])
  return { planning: answered.turn === turn ? answered.planning : asking, again }
}

export interface Consent {
  confirm: string
  override: string | null
  reason: string | null
}

export type Starting = { state: 'idle' } | { state: 'sending' } | { state: 'refused'; problem: string } | { state: 'lost'; problem: string }

/** Starts what was planned; a second call while one is under way does nothing. */
export function useStart(clusterId: string, wish: PlanWish, onStarted: (id: string) => void): { starting: Starting; start: (plan: Plan, consent: Consent) => void } {
  const [starting, setStarting] = useState<Starting>({ state: 'idle' })
  const start = (plan: Plan, consent: Consent) => {
    if (starting.state === 'sending') return
    setStarting({ state: 'sending' })
    const body = { kind: wish.kind, target: wish.target, options: wish.options, expectedLeaderSessionId: plan.expectedLeaderSessionId, ...consent }
    sendJson<{ id: string }>('POST', toOperationsUrl(clusterId), body).then(
      ({ id }) => onStarted(id),
      (error: Error) => setStarting(error instanceof ApiError ? { state: 'refused', problem: error.message } : { state: 'lost', problem: error.message }),
    )
  }
  return { starting, start }
}

function toOperationsUrl(clusterId: string): string {
  return `/api/v1/clusters/${encodeURIComponent(clusterId)}/operations`
}
