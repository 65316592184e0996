import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { DoctorFeed } from './doctor-feed'
import type { GatheredFacts } from './feed'
import type { PublishedRevision } from './published'
import type { SourceFeeds } from './source-feeds'
import { deriveRefreshRequests, type RefreshRequest } from './steer'

export interface Reacting {
  facts: GatheredFacts
  feeds: SourceFeeds | null
  processes: { ask(): void }
  recheck: { start(): void }
  doctor: DoctorFeed
}

/** Requests again what a new snapshot makes worth reading. */
export function react(
  before: ClusterSnapshot | null,
  revision: PublishedRevision,
  { facts, feeds, processes, recheck, doctor }: Reacting,
): void {
  doctor.look(revision.snapshot)
  for (const request of deriveRefreshRequests(before, revision.snapshot, facts)) grant(request, feeds, processes)
  if (facts.localHosts.size > 0 && hasUncertainProcess(revision)) recheck.start()
}

function grant(request: RefreshRequest, feeds: SourceFeeds | null, processes: { ask(): void }): void {
  if (request.ask === 'processes') processes.ask()
  else if (request.ask === 'members') feeds?.parts.members.refresh()
  else feeds?.refresh(request.master, request.ask)
}

/** Whether a port is already closed or not yet open while its process may live: the next reading of the process table decides. */
function hasUncertainProcess({ snapshot }: PublishedRevision): boolean {
  return snapshot.jobManagers.some((jm) => jm.processState === 'running' && jm.webUi.reachable === false)
}
