import 'server-only'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { PublishedRevision } from '@/lib/observer/published'
import { throwNoCluster } from './answer'
import { HttpError } from './errors'

/** @throws HttpError cluster-not-found, not-ready when the cluster exists and nothing of it is published yet */
export function getRevision(console: UnderstudyConsole, id: string): PublishedRevision {
  const revision = console.findSnapshot(id)
  if (revision !== null) return revision
  if (!console.clusters().some((one) => one.id === id)) return throwNoCluster(id)
  throw new HttpError('not-ready', `The observer of "${id}" has just started and knows nothing yet.`)
}
