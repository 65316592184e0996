import 'server-only'
import type { ClusterSnapshot, ClusterSummary } from '@/lib/model/snapshot'
import type { ConfigurationView } from '@/lib/model/configuration-view'
import type { FencedFacts, SessionHolderFacts } from '@/lib/model/cluster-facts'
import type { RunningOperation } from '@/lib/model/operation'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import type { Declaration } from '@/lib/status/model/declared-pages'
import type { ZnodeView } from '@/lib/model/znode-view'
import type { PublisherHeartbeat, PublishedRevision } from './published'

/** What routes and pages may read from the observers of this process. */
export interface UnderstudyConsole {
  readonly epoch: string
  readonly startedAt: number
  /** Problem with understudy.yaml or the environment; null when there is none. */
  settingsProblem(): string | null
  clusters(): ClusterSummary[]
  findSnapshot(id: string): PublishedRevision | null
  /**
   * @returns stop; null when there is no such cluster. The listener is called at once with the newest revision, and stays subscribed when
   * changed settings restart the observer (another epoch).
   */
  subscribe(id: string, listener: (revision: PublishedRevision) => void): (() => void) | null
  /** Called with each cluster whose summary changed, and with null when the set of clusters changed. */
  subscribeFleet(listener: (summary: ClusterSummary | null) => void): () => void
  /** Resolves when each cluster has its first snapshot, or was waited for long enough: for `longestMs`, where that is given. */
  whenReady(longestMs?: number): Promise<void>
  findBeat(id: string): PublisherHeartbeat | null
  onBeat(listener: () => void): () => void
  findZnode(id: string, path: string): ZnodeView | null
  /** null: no such cluster, or its folder was not read yet. */
  findConfiguration(id: string): Promise<ConfigurationView | null>
  /** Leadership events, lanes and verdicts since this process began. */
  findHistory(id: string): Pick<ClusterSnapshot, 'events' | 'lanes' | 'verdicts'> | null
  figures(): ConsoleFigures
  findSettings(id: string): ClusterSettings | null
  /** Public pages that the settings declare; null: no settings were valid yet. */
  declaration(): Declaration | null
  /** Contact for reports of a vulnerability, a URI; null: the settings have none. */
  securityContact(): string | null
  /** A fact from operations: the running operation of the cluster. */
  publishOperation(id: string, operation: RunningOperation | null): void
  /** A fact from operations: what a fenced takeover would take now. */
  publishFenced(id: string, fenced: FencedFacts | null): void
  /** A fact from operations: sessions with a process proven on its own host. */
  publishHolders(id: string, holders: readonly SessionHolderFacts[]): void
  close(): void | Promise<void>
}

/** Numbers for /metrics; counters since the start of the process. */
export interface ConsoleFigures {
  clusters: {
    id: string
    level: string
    zookeeper: { requests: number; reconnects: number; bytesIn: number; bytesOut: number; nodes: number }
    jobManagerRequests: number
    revisions: number
    readers: number
  }[]
}
