import { isFlinkAtLeast, findFlinkVersion } from '@/lib/flink/configuration/version'
import type { ClusterSnapshot } from './snapshot'

export interface FlinkLinks {
  overview: string
  exceptions: string
  checkpoints: string
}

/** Flink's web UI at the leader, for a browser; null: nobody is proven to lead, or what ZooKeeper has is no web address. */
export function findFlinkUi({ cluster, leader }: Pick<ClusterSnapshot, 'cluster' | 'leader'>): string | null {
  if (leader?.process !== 'running') return null
  // A snapshot of an earlier version has no such field.
  return cluster.webUi ?? toOrigin(leader.restAddress) ?? null
}

/** The address is what some process wrote into ZooKeeper: nothing but a host and a port of it becomes a link. */
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

/** The job's pages there. @param version of Flink; before 1.9 the old UI had other addresses */
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
