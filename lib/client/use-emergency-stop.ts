'use client'
import useSWR, { useSWRConfig } from 'swr'
import type { EmergencyStop } from '@/lib/model/operation'
import type { EmergencyStopAnswer } from '@/lib/model/operation-answers'
import { fetchJson, sendJson } from './fetch-json'
import { useActor } from './use-actor'

const url = '/api/v1/emergency-stop'
/** Somebody else may set it: every page has to say so soon. */
const againMs = 5_000

/** Whether everything is forbidden now; asked only by those who are signed in. */
export function useEmergencyStop(): EmergencyStop | null {
  const { data } = useSWR<EmergencyStopAnswer, Error>(useActor() === null ? null : url, fetchJson, { refreshInterval: againMs, dedupingInterval: 1_000 })
  return data?.emergencyStop ?? null
}

/** Sets or lifts it. @throws ApiError */
export function useSetEmergencyStop(): (wanted: { on: true; reason: string } | { on: false }) => Promise<void> {
  const { mutate } = useSWRConfig()
  return async (wanted) => {
    const answer = await (wanted.on ? sendJson<EmergencyStopAnswer>('POST', url, { reason: wanted.reason === '' ? null : wanted.reason }) : sendJson<EmergencyStopAnswer>('DELETE', url, undefined))
    await mutate(url, answer, { revalidate: false })
  }
}
