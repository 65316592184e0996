import 'server-only'
import type { Clock } from '@/lib/base/clock'
import type { JobManagerFacts } from '@/lib/model/facts'
import type { RestTls } from './rest-client'

export interface WatchedMaster {
  /** Line of conf/masters. */
  master: string
  host: string
  /** Port of the web UI. */
  port: number
}

export interface JobManagerWatchOptions {
  onChange(facts: JobManagerFacts): void
  /**
   * True only while THIS master may get requests for the leader's data (lib/model/leader-data-right.ts); called before every such request,
   * and while one is under way. A request left hanging on another process makes that process' later graceful stop hang (DESIGN section 6).
   */
  askLeaderData(): boolean
  tls?: RestTls
  clock?: Clock
  signal?: AbortSignal
}

export type RefreshReason = 'tree-changed' | 'term-changed' | 'session-changed'

export interface JobManagerWatch {
  /** The newest facts, maybe newer than those of the last `onChange`. */
  readonly facts: JobManagerFacts
  /** HTTP requests made so far. */
  readonly requests: number
  /**
   * `tree-changed`: the leader's data may have changed, request it soon; `term-changed`: follow its jobs until they run;
   * `session-changed`: its log has a new session line.
   */
  refresh(reason: RefreshReason): void
  close(): void
}
