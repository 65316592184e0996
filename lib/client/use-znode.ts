'use client'
import { useEffect } from 'react'
import useSWR from 'swr'
import { fetchJson } from './fetch-json'

/** One znode as `GET …/znodes?path=` answers it. */
export interface ZnodeAnswer {
  /** Relative to the cluster's root; '' is the root. */
  path: string
  stat: Record<string, string | number> | null
  role: string | null
  decoded: unknown
  problem: string | null
  children: { name: string; role: string | null }[]
  childrenTotal: number
  sizeBytes: number
  /** The first 512 bytes as hexadecimal digits. */
  hex: string | null
}

/**
 * A znode out of the server's memory: nothing is asked of ZooKeeper. Asked again when the cluster changed,
 * at most once in two seconds.
 */
export function useZnode(clusterId: string, path: string, revision: number, initial?: ZnodeAnswer): { znode: ZnodeAnswer | null; problem: string | null } {
  const url = `/api/v1/clusters/${encodeURIComponent(clusterId)}/znodes?path=${encodeURIComponent(path)}`
  const { data, error, mutate } = useSWR<ZnodeAnswer, Error>(url, fetchJson, { fallbackData: initial, dedupingInterval: 2_000, revalidateOnFocus: false, keepPreviousData: false })
  useEffect(() => void mutate(), [revision, mutate])
  return { znode: data ?? null, problem: error ? error.message : null }
}
