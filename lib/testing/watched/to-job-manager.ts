import type { HostProcess, JobManagerFacts, RestFailures, RestJob } from '@/lib/model/facts'
import { known, unknown } from '@/lib/model/observed'
import { threeJobs, toMaster, toSession, type Link, type Watched } from './watched'

/** The session timeout that ZooKeeper granted, in each JobManager's log. */
export const sessionTimeoutMs = 40_000

const linkWords: Record<Link, (master: string) => string> = {
  open: () => 'answers',
  connecting: () => 'connecting',
  refused: (master) => `nothing listens on ${master}`,
  frozen: () => 'accepts connections and answers nothing',
  silent: () => 'its host does not answer',
  unresolved: () => 'its name is not known',
  odd: () => 'answers, but not as a JobManager does',
}

/** A JobManager, as its web UI port, its log and its REST API report it. */
export function toJobManager(watched: Watched, number: number, now: number, at: number): JobManagerFacts {
  const master = toMaster(number)
  const [state, since] = watched.links?.[number] ?? ['open', 90_000]
  const isNew = state === 'connecting'
  return {
    master,
    link: {
      state,
      since: now - since * 1_000,
      detail: linkWords[state](master),
      latencyMs: state === 'open' ? 2 + number : null,
      heardAt: isNew ? null : state === 'open' ? at - 500 : now - since * 1_000,
    },
    leaderlessSince: null,
    serving: true,
    own: isNew
      ? unknown('jobManagers', at - 200, 'not asked yet')
      : known('jobManagers', at - 1_000, {
          flinkVersion: '2.3.0',
          rpcAddress: `jm${number}`,
          rpcPort: 50_010,
          restAddress: `jm${number}`,
          restPort: 8081,
          options: {},
        }),
    sessions: toSessions(watched, number, now, at),
    ...toReported(watched, state === 'open' && number === (watched.leader === undefined ? 1 : watched.leader), now, at),
  }
}

function toSessions({ mute, links }: Watched, number: number, now: number, at: number): JobManagerFacts['sessions'] {
  if (mute?.includes(number)) return unknown('jobManagers', now - 60_000, 'the log cannot be read: /jobmanager/log answers 403')
  if (links?.[number]?.[0] === 'connecting') return unknown('jobManagers', now - 60_000, 'not asked yet')
  return known('jobManagers', at - 1_000, [
    { zkSessionId: toSession(number), member: `zk${number}/10.0.0.${number}:2181`, negotiatedTimeoutMs: sessionTimeoutMs },
  ])
}

/** The leader's REST answers about jobs and TaskManagers; other JobManagers are not asked for them. */
function toReported(
  { jobs = threeJobs, running = jobs.length, taskManagers = 2, failedAgo }: Watched,
  leads: boolean,
  now: number,
  at: number,
): Pick<JobManagerFacts, 'jobs' | 'checkpoints' | 'failures' | 'taskManagers'> {
  if (!leads || running === null) {
    const nothing = unknown('jobManagers', now - 60_000, 'not the leader')
    return { jobs: nothing, checkpoints: new Map(), failures: new Map(), taskManagers: nothing }
  }
  return {
    jobs: known(
      'jobManagers',
      at,
      jobs.map((job, index): RestJob => ({
        jobId: job.jobId,
        name: job.name,
        state: index < running ? 'RUNNING' : 'CREATED',
        startedAt: now - 9_073_000,
        tasks: { running: index < running ? 4 : 0, finished: 0, total: 4 },
      })),
    ),
    checkpoints: new Map(
      jobs.map((job) => [
        job.jobId,
        {
          jobId: job.jobId,
          newest: { id: String(job.checkpoint), completedAt: now - job.ageSeconds * 1_000, stateBytes: job.stateBytes },
          intervalMs: 5_000,
          checkpointing: 'on' as const,
        },
      ]),
    ),
    failures: new Map(failedAgo && jobs[0] ? [[jobs[0].jobId, toFailures(jobs[0].jobId, failedAgo, now)]] : []),
    taskManagers: known('jobManagers', at, {
      total: taskManagers,
      slotsTotal: taskManagers * 2,
      slotsFree: 0,
      detail: Array.from({ length: Math.min(taskManagers, 2) }, (_, index) => ({
        id: `tm${index + 1}:40011-aa0${index + 1}`,
        slots: 2,
        slotsFree: 0,
      })),
    }),
  }
}

function toFailures(jobId: string, failedAgo: readonly number[], now: number): RestFailures {
  return {
    jobId,
    times: failedAgo.map((ago) => now - ago * 1_000),
    line: 'java.io.FileNotFoundException: /mnt/in/orders.csv (No such file)',
  }
}

/** Its process, as its host lists it. */
export function toProcess(number: number, now: number): HostProcess {
  return {
    kind: 'jobmanager',
    pid: 2_800 + number,
    startedAt: now - 90_000_000,
    host: `jm${number}`,
    user: 'flink',
    configDir: '/opt/flink/conf',
    realConfigDir: null,
    hostArgument: `jm${number}`,
    webUiPort: 8081,
    listens: null,
    state: 'running',
  }
}
