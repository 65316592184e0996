'use client'
import useSWR from 'swr'
import type { ActivityPage } from '@/lib/model/activity'
import { fetchJson } from './fetch-json'

const EVERY_MS = 2_000

/**
 * A page of the activity.
 * @param query the filter
 * @param live whether new entries are asked for; an older page stands still
 */
export function useActivity(query: string, initial: ActivityPage, live: boolean): ActivityPage {
  const { data } = useSWR<ActivityPage, Error>(live ? `/api/v1/activity?limit=50${query === '' ? '' : `&${query}`}` : null, fetchJson, {
    fallbackData: initial, refreshInterval: EVERY_MS, revalidateOnFocus: false, revalidateOnMount: false,
  })
  return live ? data ?? initial : initial
}
