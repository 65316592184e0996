'use client'
import { apiPaths } from '@/lib/base/paths'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Plan } from '@/lib/model/operation'
import type { OperationKind } from '@/lib/model/operation-kinds'
import { ApiError, sendJson } from './fetch-json'

export interface PlanRequest {
  kind: OperationKind
  target: string | null
  options?: Readonly<Record<string, string>>
}

export type Planning =
  | { state: 'asking'; plan: null; problem: null }
  | { state: 'planned'; plan: Plan; problem: null }
  | { state: 'failed'; plan: null; problem: string }

const asking: Planning = { state: 'asking', plan: null, problem: null }

/** Requests a plan, which changes nothing; `again` requests a new one. */
export function usePlan(clusterId: string, draft: PlanRequest): { planning: Planning; again: () => void } {
  const [turn, setTurn] = useState(0)
  const [answered, setAnswered] = useState<{ turn: number; planning: Planning }>({ turn: -1, planning: asking })
  const body = JSON.stringify({ kind: draft.kind, target: draft.target, options: draft.options, dryRun: true })
  useEffect(() => {
    const leaving = new AbortController()
    const answer = (planning: Planning) => {
      if (!leaving.signal.aborted) setAnswered({ turn, planning })
    }
    sendJson<Plan>('POST', toOperationsUrl(clusterId), JSON.parse(body), { signal: leaving.signal }).then(
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

export type StartState =
  { state: 'idle' } | { state: 'sending' } | { state: 'refused'; problem: string } | { state: 'lost'; problem: string }

/** Starts what was planned: once, however often it is confirmed and whatever the connection does. */
export function useStart(
  clusterId: string,
  draft: PlanRequest,
  onStarted: (id: string) => void,
): { starting: StartState; start: (plan: Plan, consent: Consent) => void } {
  const [starting, setStarting] = useState<StartState>({ state: 'idle' })
  const sent = useRef(new WeakMap<Plan, { key: string; body: object }>())
  const start = (plan: Plan, consent: Consent) => {
    if (starting.state === 'sending') return
    setStarting({ state: 'sending' })
    const { key, body } = sent.current.get(plan) ?? {
      key: createKey(),
      body: {
        kind: draft.kind,
        target: draft.target,
        options: draft.options,
        expectedLeaderSessionId: plan.expectedLeaderSessionId,
        ...consent,
      },
    }
    sent.current.set(plan, { key, body })
    sendJson<{ id: string }>('POST', toOperationsUrl(clusterId), body, { key }).then(
      ({ id }) => onStarted(id),
      (error: Error) => {
        if (!ApiError.is(error)) return setStarting({ state: 'lost', problem: error.message })
        // A refused operation is not begun: what is typed next may be another one.
        sent.current.delete(plan)
        setStarting({ state: 'refused', problem: error.message })
      },
    )
  }
  return { starting, start }
}

/** Browsers offer `randomUUID` only to pages that come over TLS. */
function createKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function toOperationsUrl(clusterId: string): string {
  return apiPaths.ofCluster(clusterId, 'operations')
}
