import type { TargetFacts } from '@/lib/model/facts'
import { known, unknown } from '@/lib/model/observed'
import { aWatchedCluster } from './watched/a-watched-cluster'
import { threeJobs, type Watched } from './watched/watched'
import { someConfiguration } from './some-configuration'

const noTree = { at: null, tree: null }

/** jm1 exits 6.2 s before. */
export const died: [number, Watched][] = [
  [10, {}],
  [6.2, { links: { 1: ['refused', 6.2] }, running: null }],
  [0, { links: { 1: ['refused', 6.2] }, running: null }],
]

/** Situations that need an action, or in which facts are unknown. */
export const badDays = {
  leaderDied: (now: number) => aWatchedCluster(now, died),

  masterFrozen: (now: number) => {
    const frozen: Watched = { links: { 1: ['frozen', 9], 3: ['silent', 40] }, line: [1, 2], mute: [3], running: null }
    return aWatchedCluster(now, [
      [12, { links: { 3: ['silent', 40] }, line: [1, 2] }],
      [9, frozen],
      [0, frozen],
    ])
  },

  noStandby: (now: number) => aWatchedCluster(now, [[0, { masters: 2, members: 1, line: [1], links: { 2: ['refused', 120] } }]]),

  /** The last TaskManager exited two minutes ago: the cluster is protected, and no job runs. */
  jobsDown: (now: number) =>
    aWatchedCluster(now, [
      [600, {}],
      [120, { running: 0, taskManagers: 0 }],
      [0, { running: 0, taskManagers: 0 }],
    ]),

  restartLoop: (now: number) =>
    aWatchedCluster(now, [
      [600, {}],
      [0, { running: 2, failedAgo: [8, 71, 134, 195, 262] }],
    ]),

  brokenPointer: (now: number) => {
    const [, fraud] = threeJobs
    const missing: TargetFacts = {
      state: 'missing',
      bytes: null,
      checkedAt: now - 2_000,
      detail: `/var/flink/ha/default/completedCheckpoint${fraud!.jobId.slice(0, 12)} does not exist`,
    }
    return aWatchedCluster(now, [
      [
        0,
        {
          findTarget: ({ path, handle }) =>
            path.startsWith(`jobs/${fraud!.jobId}/`)
              ? missing
              : {
                  state: 'present',
                  bytes: handle.kind === 'file' ? handle.bytes : null,
                  checkedAt: now - 2_000,
                  detail: 'present, length as recorded',
                },
          over: {
            storage: known('haStorage', now - 2_000, {
              orphans: [
                {
                  path: 'file:/var/flink/ha/default/completedCheckpoint00bb09aa71de',
                  kind: 'file',
                  bytes: 5_101,
                  modifiedAt: now - 86_000_000,
                },
              ],
              jobResults: {
                dirty: ['2c41d20a6c1f1c6f4c4d9b1c7fd27001'],
                clean: ['2c41d20a6c1f1c6f4c4d9b1c7fd27002', '2c41d20a6c1f1c6f4c4d9b1c7fd27003'],
              },
            }),
          },
        },
      ],
    ])
  },

  zookeeperLost: (now: number) => {
    const session = {
      state: 'disconnected',
      since: now - 34_000,
      member: null,
      reason: 'no member answers',
      lastHeardAt: now - 34_000,
    } as const
    return aWatchedCluster(now, [
      [60, {}],
      [
        0,
        {
          memberLink: 'silent',
          running: null,
          tree: { status: 'stale', since: now - 34_000, at: now - 34_000 },
          over: { session },
        },
      ],
    ])
  },

  zookeeperWordsOff: (now: number) =>
    aWatchedCluster(now, [
      [
        0,
        {
          memberMode: 'words-off',
          line: [1, 2],
          mute: [3],
          over: {
            configuration: known(
              'configuration',
              now - 60_000,
              someConfiguration({
                connectString: 'zk1:2181,zk2:2181,zk3:2181',
                storageDir: 'file:/var/flink/ha',
                sessionTimeoutMs: 40_000,
                tickTimeMs: null,
              }),
            ),
          },
        },
      ],
    ]),

  notHa: (now: number) =>
    aWatchedCluster(now, [
      [
        0,
        {
          masters: 1,
          members: 0,
          leader: null,
          line: [],
          jobs: [],
          tree: { status: 'loading', since: now - 60_000, ...noTree },
          over: {
            configuration: known(
              'configuration',
              now - 60_000,
              someConfiguration({ mode: 'none', quorum: [], connectString: null, storageDir: null }),
            ),
            session: { state: 'off', since: now - 60_000, member: null, reason: null, lastHeardAt: null },
            storage: unknown('haStorage', now - 60_000, 'no storage directory is configured'),
          },
        },
      ],
    ]),

  strangers: (now: number) => aWatchedCluster(now, [[0, { masters: 2, line: [1, '0x1000015a68a00f0', 2] }]]),

  hdfsUnchecked: (now: number) =>
    aWatchedCluster(now, [
      [
        0,
        {
          storageDir: 'hdfs://namenode/flink/ha',
          findTarget: () => ({
            state: 'unchecked',
            bytes: null,
            checkedAt: null,
            detail: 'this version does not look at hdfs, only at files of this host',
          }),
          over: {
            storage: unknown('haStorage', now - 60_000, 'the storage directory has the scheme hdfs: only files of this host are listed'),
          },
        },
      ],
    ]),

  justStarted: (now: number) =>
    aWatchedCluster(now, [
      [
        0,
        {
          masters: 2,
          leader: null,
          line: [],
          jobs: [],
          links: { 1: ['connecting', 0.2], 2: ['connecting', 0.2] },
          memberLink: 'connecting',
          tree: { status: 'loading', since: now - 200, ...noTree },
          over: {
            session: { state: 'connected', since: now - 100, member: 'zk1:2181', reason: null, lastHeardAt: now - 100 },
            storage: unknown('haStorage', now - 200, 'not listed yet'),
            processes: unknown('hosts', now - 200, 'not looked at yet'),
            doctor: null,
          },
        },
      ],
    ]),
}
