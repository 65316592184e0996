'use client'
import { apiPaths } from '@/lib/base/paths'
import useSWR, { useSWRConfig } from 'swr'
import type { EmergencyStop } from '@/lib/model/operation'
import type { EmergencyStopAnswer } from '@/lib/model/operation'
import { fetchJson, sendJson } from './fetch-json'
import { useActor } from './use-actor'

const url = apiPaths.emergencyStop

/**
 * The emergency stop that is on, updated when the page's connection notifies of a change (follow-settings.ts); fetched only for signed-in
 * readers.
 */
export function useEmergencyStop(): EmergencyStop | null {
  const { data } = useSWR<EmergencyStopAnswer, Error>(useActor() === null ? null : url, fetchJson, { revalidateOnFocus: false })
  return data?.emergencyStop ?? null
}

/** Sets or lifts it. @throws ApiError */
export function useSetEmergencyStop(): (wanted: { on: true; reason: string } | { on: false }) => Promise<void> {
  const { mutate } = useSWRConfig()
  return async (wanted) => {
    const answer = await (wanted.on
      ? sendJson<EmergencyStopAnswer>('POST', url, { reason: wanted.reason === '' ? null : wanted.reason })
      : sendJson<EmergencyStopAnswer>('DELETE', url, undefined))
    await mutate(url, answer, { revalidate: false })
  }
}
