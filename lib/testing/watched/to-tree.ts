import type { HaJob, HaTree, LeaderRecord, PointerNode } from '@/lib/flink/layouts/types'
import { threeJobs, toSession, type Watched, type WatchedJob } from './watched'

const leaderSessions = [
  'bf84a7fd-93c1-4f5b-8a53-6f1d2e9ce3f9',
  '1de0a7fd-93c1-4f5b-8a53-6f1d2e9c4411',
  '7c20a7fd-93c1-4f5b-8a53-6f1d2e9c0333',
]

/** The znodes as Flink 2.x lays them out. */
export function toTree(
  { leader = 1, ledFor = 8_040, line = [1, 2, 3], masters = 3, jobs = threeJobs }: Watched,
  now: number,
  storageDir: string,
): HaTree {
  const record = (path: string, address: string): LeaderRecord | null =>
    leader === null
      ? null
      : {
          path,
          address,
          leaderSessionId: leaderSessions[leader - 1]!,
          zkSessionId: toSession(leader),
          publishedAt: now - ledFor * 1_000,
          createdAt: now - 90_000_000,
          czxid: '0x300000001',
          mzxid: '0x3000001f4',
        }
  const contenders = line.filter((one) => typeof one === 'string' || one <= masters)
  return {
    era: '2.0-2.3',
    label: 'Flink 2.0–2.3',
    leader: record('leader/dispatcher/connection_info', `pekko.tcp://flink@jm${leader}:50010/user/rpc/dispatcher_1`),
    rest: record('leader/rest_server/connection_info', `http://jm${leader}:8081`),
    resourceManager: null,
    splitComponents: false,
    contenders: contenders.map((one, index) => {
      const name = `_c_0f5b2b7c-93c1-4f5b-8a53-6f1d2e9ce3f${index}-latch-${String(11 + index).padStart(10, '0')}`
      return {
        path: `leader/latch/${name}`,
        name,
        sequence: 11 + index,
        zkSessionId: toSession(one),
        joinedAt: now - 9_000_000,
        component: null,
      }
    }),
    jobs: jobs.map((job) => toJob(job, now, storageDir)).sort((a, b) => (a.jobId < b.jobId ? -1 : 1)),
    applications: [],
    isOnMesos: false,
    leftovers: [],
    problems: [],
  }
}

function toJob({ jobId, checkpoint, ageSeconds }: WatchedJob, now: number, storageDir: string): HaJob {
  const pointer = (path: string, file: string, bytes: number, seconds: number): PointerNode => ({
    path,
    handle: {
      kind: 'file',
      uri: `${storageDir}/default/${file}`,
      bytes,
      javaClass: 'org.apache.flink.runtime.state.filesystem.FileStateHandle',
    },
    czxid: '0x3000001f0',
    mzxid: '0x3000001f0',
    createdAt: now - seconds * 1_000,
    locks: [],
    isSkipped: false,
  })
  return {
    jobId,
    graphKind: 'execution-plan',
    graph: pointer(`execution-plans/${jobId}`, `executionPlan${jobId.slice(0, 12)}`, 12_288, 9_073),
    checkpoints: [
      {
        checkpointId: String(checkpoint),
        pointer: pointer(
          `jobs/${jobId}/checkpoints/${String(checkpoint).padStart(19, '0')}`,
          `completedCheckpoint${jobId.slice(0, 12)}`,
          5_312,
          ageSeconds,
        ),
      },
    ],
    nextCheckpointId: String(checkpoint + 1),
    isCounterUnreadable: false,
    leader: null,
    registry: null,
    problems: [],
  }
}
