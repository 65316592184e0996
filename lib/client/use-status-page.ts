'use client'
import { apiPaths } from '@/lib/base/paths'
import useSWR from 'swr'
import type { DeliveryLog, StatusPageDetail } from '@/lib/status/model/managed-page'
import { fetchJson } from './fetch-json'

/** One status page as it is set up; asked for again when the page's connection tells that one changed (follow-settings.ts): the program opens incidents too. */
export function useStatusPage(initial: StatusPageDetail): { detail: StatusPageDetail; reload: () => void } {
  const { data, mutate } = useSWR<StatusPageDetail, Error>(apiPaths.statusPage(initial.page.id), fetchJson, {
    fallbackData: initial,
    revalidateOnFocus: false,
  })
  return { detail: data ?? initial, reload: () => void mutate() }
}

export function useWebhooks(pageId: string): { webhooks: DeliveryLog[] | null; problem: string | null; reload: () => void } {
  const { data, error, mutate } = useSWR<{ webhooks: DeliveryLog[] }, Error>(apiPaths.ofStatusPage(pageId, 'webhooks'), fetchJson, {
    revalidateOnFocus: false,
  })
  return { webhooks: data?.webhooks ?? null, problem: error?.message ?? null, reload: () => void mutate() }
}
