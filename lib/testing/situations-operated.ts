import type { ClusterFacts } from '@/lib/model/cluster-facts'
import { known } from '@/lib/model/observed'
import { aWatchedCluster } from './watched/a-watched-cluster'
import type { Watched } from './watched/watched'
import { died } from './situations-bad-days'

const overSsh: Partial<ClusterFacts> = {
  control: 'ssh',
  fenced: { ms: 1_200, detail: 'the median of the fenced takeovers measured here' },
}

function aHandOver(startedAt: number, step: string) {
  return {
    id: '6c0f9a52-0d1f-4a2b-9d53-0f4b3c1f77ab',
    kind: 'hand-over',
    target: 'jm2:8081',
    step,
    startedAt: new Date(startedAt).toISOString(),
    by: 'Ada',
  }
}

/** @param isOver the hand-over ended without starting the former leader again */
export function handedOver(now: number, isOver = false): [secondsAgo: number, Watched][] {
  const over = { ...overSsh, operation: aHandOver(now - 11_000, 'Start jm1:8081 again') }
  const links: Watched['links'] = { 1: ['refused', 9] }
  const led: Watched = { leader: 2, ledFor: 8, line: [2, 3], links, over }
  return [
    [20, { over: overSsh }],
    [11, { over }],
    [9, { links, running: null, over }],
    [8, { ...led, running: null }],
    [5, led],
    [0, isOver ? { ...led, over: overSsh } : led],
  ]
}

/** Situations of clusters that this console may act on. */
export const operatedDays = {
  mayAct: (now: number) => {
    const storage = known('haStorage', now - 2_000, {
      orphans: [
        {
          path: 'file:/var/flink/ha/default/completedCheckpoint00aa09aa71de',
          kind: 'file',
          bytes: 5_312,
          modifiedAt: now - 90_000_000,
        },
      ],
      jobResults: { dirty: [], clean: [] },
    })
    return aWatchedCluster(now, [[0, { line: [1, 2], links: { 3: ['refused', 120] }, over: { ...overSsh, storage } }]])
  },

  mayTakeOver: (now: number) =>
    aWatchedCluster(
      now,
      died.map(([at, watched]): [number, Watched] => [at, { ...watched, over: overSsh }]),
    ),

  /** Ada hands over: jm1 was stopped 1.2 s ago, and jm2 does not lead yet. */
  handingOver: (now: number) => {
    const over = { ...overSsh, operation: aHandOver(now - 3_000, 'Wait until jm2:8081 leads') }
    const gone: Watched = { links: { 1: ['refused', 1.2] }, running: null, over }
    return aWatchedCluster(now, [
      [10, { over: overSsh }],
      [3, { over }],
      [1.2, gone],
      [0, gone],
    ])
  },

  /** Ada hands over: jm1 was stopped 9 s ago, jm2 has led for 8 s, and jm1 is not started again yet. */
  handedOver: (now: number) => aWatchedCluster(now, handedOver(now)),

  operating: (now: number) =>
    aWatchedCluster(now, [
      [
        0,
        {
          over: {
            ...overSsh,
            operation: {
              id: '6c0f9a52-0d1f-4a2b-9d53-0f4b3c1f77aa',
              kind: 'restart-jobmanager',
              target: 'jm2:8081',
              step: 'Waits until it is in line',
              startedAt: new Date(now - 14_000).toISOString(),
              by: 'Ada',
            },
          },
        },
      ],
    ]),
}
