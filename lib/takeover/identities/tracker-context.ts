import 'server-only'
import type { Logger } from 'pino'
import type { Journal } from '@/lib/journal/dialect'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { ClusterHosts } from '@/lib/operations/run/verb'
import type { ElectionPlace } from '../election/read-election'
import type { NotedIdentity } from '../notes/noted-identities'

/** What the readiness tracker of one cluster needs; all of it may be missing for a while. */
export interface ReadinessTrackerContext {
  clusterId: string
  console: UnderstudyConsole
  getJournal(): Promise<Journal>
  /** Notes from before this process began. */
  readIdentityNotes(clusterId: string): Promise<ReadonlyMap<string, NotedIdentity>>
  /** null: this console acts on none of its hosts, or its configuration is not read yet. */
  getHosts(): Promise<ClusterHosts | null>
  getPlace(): Promise<ElectionPlace | null>
  log: Logger
  /** A session was identified, or readiness changed. */
  onChange(): void
}
