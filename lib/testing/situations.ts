import type { ClusterSnapshot, ClusterSummary } from '@/lib/model/snapshot'
import { toSummary } from '@/lib/model/summarize'
import { aMoment } from './a-snapshot'
import { aWatchedCluster } from './watched/a-watched-cluster'
import { threeJobs, type Watched, type WatchedJob } from './watched/watched'
import { badDays } from './situations-bad-days'
import { operatedDays } from './situations-operated'

export type SituationName = keyof typeof calmDays | keyof typeof badDays | keyof typeof operatedDays

export type Situation = (now: number) => ClusterSnapshot

const thousandJobs = Array.from({ length: 1_000 }, (_, index): WatchedJob => ({
  jobId: index.toString(16).padStart(32, '0'),
  name: `pipeline-${String(index + 1).padStart(4, '0')}`,
  checkpoint: 100 + index,
  ageSeconds: (index % 10) / 10 + 0.2,
  stateBytes: 224_395_264,
}))

const later = threeJobs.map((job) => ({ ...job, checkpoint: job.checkpoint + 1 }))
const led = { leader: 2, ledFor: 22, line: [2, 3], links: { 1: ['refused', 56.1] } } satisfies Watched

const calmDays = {
  allIsWell: (now) => aWatchedCluster(now, [[0, {}]]),

  emptyNoJobs: (now) => aWatchedCluster(now, [[0, { jobs: [], taskManagers: 0 }]]),

  thousandJobs: (now) => aWatchedCluster(now, [[0, { jobs: thousandJobs, taskManagers: 250 }]]),

  /** jm1 exited 56 s ago; jm2 led 34 s later and the last job ran 4 s after that. */
  afterOutage: (now) =>
    aWatchedCluster(now, [
      [60, {}],
      [56.1, { links: { 1: ['refused', 56.1] }, running: null }],
      [22.3, { ...led, leader: null, running: null }],
      [22, { ...led, running: null }],
      [21.4, { ...led, running: 0, taskManagers: 0 }],
      [19.8, { ...led, running: 1 }],
      [17.7, led],
      [15.2, { ...led, jobs: later }],
      [0, { ...led, jobs: later }],
    ]),

  /** jm1 froze 62 s ago and was killed 12 s ago; jm2 led a second later. */
  afterFreeze: (now) =>
    aWatchedCluster(now, [
      [66, {}],
      [58, { links: { 1: ['frozen', 62] }, running: null }],
      [12, { links: { 1: ['refused', 12] }, running: null }],
      [11, { ...led, ledFor: 11, links: { 1: ['refused', 12] }, running: null }],
      [8, { ...led, ledFor: 11, links: { 1: ['refused', 12] } }],
      [0, { ...led, ledFor: 11, links: { 1: ['refused', 12] }, jobs: later }],
    ]),
} satisfies Record<string, Situation>

export const situations: Record<SituationName, Situation> = { ...calmDays, ...badDays, ...operatedDays }

/** One named situation, derived by the product; its cluster id is the name. */
export function aSituation(name: SituationName, now: number = aMoment): ClusterSnapshot {
  const snapshot = situations[name](now)
  return { ...snapshot, cluster: { ...snapshot.cluster, id: name, name } }
}

/** The row of the Clusters page for a snapshot. */
export function aSummary(snapshot: ClusterSnapshot, over: Partial<ClusterSummary> = {}): ClusterSummary {
  return { ...toSummary(snapshot), ...over }
}
