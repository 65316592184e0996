import type { Span } from '@/lib/status/model/outage'
import type { Incident } from '@/lib/status/model/incident'
import type { Maintenance } from '@/lib/status/model/maintenance'
import type { PublicCluster } from '@/lib/status/model/public-cluster'
import type { StoredComponent, StoredPage, StoredStatus } from '@/lib/status/model/stored-page'
import { aMoment } from './a-snapshot'

const day = 86_400_000

export const aPublicCluster = (over: Partial<PublicCluster> = {}): PublicCluster => ({
  state: 'operational',
  standbys: 1,
  spare: 1,
  leaderlessSince: null,
  ledSince: null,
  isWorking: true,
  expectedBetween: null,
  phases: [],
  ...over,
})

export const aComponent = (over: Partial<StoredComponent> = {}): StoredComponent => ({
  id: 'c7k2m9',
  clusterId: 'east',
  name: 'Order stream',
  description: null,
  group: null,
  position: 1,
  createdAt: aMoment - 90 * day,
  ...over,
})

export const aStoredPage = (over: Partial<StoredPage> = {}): StoredPage => ({
  id: 'p1',
  slug: 'streams',
  title: 'Acme streams',
  description: null,
  isPublished: true,
  thresholdMs: 10_000,
  declaredIn: null,
  createdAt: aMoment - 90 * day,
  updatedAt: aMoment - 90 * day,
  components: [aComponent()],
  ...over,
})

export const anIncident = (over: Partial<Incident> = {}): Incident => ({
  id: 'i4n8d2',
  clusterId: 'east',
  pageId: null,
  title: 'Outage',
  status: 'resolved',
  impact: 'major',
  startedAt: aMoment - 3 * day,
  lostAt: aMoment - 3 * day,
  downMs: 34_100,
  resolvedAt: aMoment - 3 * day + 36_000,
  updatedAt: aMoment - 3 * day + 36_000,
  ledAgainAt: aMoment - 3 * day + 34_100,
  isEndUnseen: false,
  phases: [
    { phase: 'process-gone', at: aMoment - 3 * day + 40 },
    { phase: 'session-ended', at: aMoment - 3 * day + 33_900 },
    { phase: 'standby-leads', at: aMoment - 3 * day + 34_100 },
    { phase: 'rest-answers', at: aMoment - 3 * day + 34_700 },
    { phase: 'task-managers', at: aMoment - 3 * day + 35_200 },
    { phase: 'jobs-running', at: aMoment - 3 * day + 36_000 },
    { phase: 'first-checkpoint', at: null },
  ],
  updates: [
    { id: 'u2', status: 'resolved', body: 'Order stream was down until 13:58:49 UTC, for 34.1 s.', at: aMoment - 3 * day + 36_000 },
    {
      id: 'u1',
      status: 'investigating',
      body: 'Order stream is down since 13:58:15 UTC. An automatic recovery is expected.',
      at: aMoment - 3 * day + 300,
    },
  ],
  ...over,
})

export const aMaintenance = (over: Partial<Maintenance> = {}): Maintenance => ({
  id: 'm3w6',
  kind: 'maintenance',
  pageId: 'p1',
  clusterIds: ['east'],
  title: 'New disks',
  body: 'No interruption is expected.',
  startsAt: aMoment + day,
  endsAt: aMoment + day + 3_600_000,
  endedAt: null,
  createdAt: aMoment - day,
  updatedAt: aMoment - day,
  updates: [{ id: 'u9', status: 'scheduled', body: 'No interruption is expected.', at: aMoment - day }],
  ...over,
})

/** Ninety good days of one cluster, observed a second ago, overridden in part. */
export function aStoredStatus(over: Partial<StoredStatus> = {}): StoredStatus {
  const span: Span = { state: 'operational', from: aMoment - 90 * day, to: aMoment - 1_000 }
  return {
    pages: [aStoredPage()],
    clusters: new Map([['east', { clusterId: 'east', cluster: aPublicCluster(), since: aMoment - 90 * day }]]),
    observedAt: { east: aMoment - 1_000 },
    spans: new Map([['east', [span]]]),
    incidents: [],
    maintenances: [],
    changedAt: aMoment - 90 * day,
    ...over,
  }
}
