'use client'
import useSWR from 'swr'
import type { DeliveryLog, StatusPageDetail } from '@/lib/status/model/managed-page'
import { fetchJson } from './fetch-json'

/** One status page as it is set up; asked for again after each change and every ten seconds, because the program opens incidents too. */
export function useStatusPage(initial: StatusPageDetail): { detail: StatusPageDetail; reload: () => void } {
  const { data, mutate } = useSWR<StatusPageDetail, Error>(`/api/v1/status-pages/${initial.page.id}`, fetchJson, { fallbackData: initial, revalidateOnMount: false, refreshInterval: 10_000 })
  return { detail: data ?? initial, reload: () => void mutate() }
}

export function useWebhooks(pageId: string): { webhooks: DeliveryLog[] | null; problem: string | null; reload: () => void } {
  const { data, error, mutate } = useSWR<{ webhooks: DeliveryLog[] }, Error>(`/api/v1/status-pages/${pageId}/webhooks`, fetchJson, { refreshInterval: 10_000 })
  return { webhooks: data?.webhooks ?? null, problem: error?.message ?? null, reload: () => void mutate() }
}
