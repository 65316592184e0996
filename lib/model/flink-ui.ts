import { isFlinkAtLeast, findFlinkVersion } from '@/lib/flink/configuration/version'
import type { ClusterSnapshot } from './snapshot'

export interface FlinkLinks {
  overview: string
  exceptions: string
  checkpoints: string
}

/** Flink's web UI at the leader, for a browser; null: no leader is proven, or its address in ZooKeeper is no web address. */
export function findFlinkUi({ cluster, leader }: Pick<ClusterSnapshot, 'cluster' | 'leader'>): string | null {
  if (leader?.process !== 'running') return null
  // A stored snapshot of an earlier version lacks the field.
  return cluster.webUi ?? toOrigin(leader.restAddress) ?? null
}

/** A link from an address that any process may have written into ZooKeeper: only its host and port are used. */
function toOrigin(address: string | null): string | null {
  if (address === null || address.length > 300) return null
  try {
    const { protocol, hostname, port, username, password } = new URL(address)
    const isPlain = (protocol === 'http:' || protocol === 'https:') && username === '' && password === ''
    return isPlain && /^[\w.:[\]-]+$/.test(hostname) ? `${protocol}//${hostname}${port === '' ? '' : `:${port}`}` : null
  } catch {
    return null
  }
}

/** Links to the job's pages in Flink's web UI. @param version of Flink; before 1.9 the old UI had other addresses */
export function toFlinkLinks(base: string, jobId: string, version: string | null): FlinkLinks | null {
  if (!/^[0-9a-f]{32}$/.test(jobId)) return null
  const known = version === null ? null : findFlinkVersion(version)
  const job = known && !isFlinkAtLeast(known, '1.9') ? `${base}/#/jobs/${jobId}` : `${base}/#/job/running/${jobId}`
  return {
    overview: job === `${base}/#/jobs/${jobId}` ? job : `${job}/overview`,
    exceptions: `${job}/exceptions`,
    checkpoints: `${job}/checkpoints`,
  }
}
