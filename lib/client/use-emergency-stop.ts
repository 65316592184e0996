'use client'
import { apiPaths } from '@/lib/base/paths'
import useSWR, { useSWRConfig } from 'swr'
import type { EmergencyStop } from '@/lib/model/operation'
import type { EmergencyStopAnswer } from '@/lib/model/operation'
import { fetchJson, sendJson } from './fetch-json'
import { useActor } from './use-actor'

const url = apiPaths.emergencyStop

/** Whether everything is forbidden now, as the page's connection tells when it changes (follow-settings.ts); asked only by those who are signed in. */
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
