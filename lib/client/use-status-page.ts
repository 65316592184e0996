'use client'
import { apiPaths } from '@/lib/base/paths'
import useSWR from 'swr'
import type { DeliveryLog, StatusPageDetail } from '@/lib/status/model/managed-page'
import { fetchJson } from './fetch-json'

/**
 * One status page as it is set up; fetched again when the page's connection notifies of a change (follow-settings.ts): the program opens
 * incidents too.
 */
export function useStatusPage(initial: StatusPageDetail, isBeingDeleted: boolean): { detail: StatusPageDetail; reload: () => void } {
  // This very browser is notified of the deletion too, before it has left the page: a fetch would be a 404.
  const { data, mutate } = useSWR<StatusPageDetail, Error>(isBeingDeleted ? null : apiPaths.statusPage(initial.page.id), fetchJson, {
    fallbackData: initial,
    keepPreviousData: true,
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
