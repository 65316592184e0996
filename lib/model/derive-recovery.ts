import { hideUrlPasswords } from '@/lib/base/url-passwords'
import type { HaJob, Lock } from '@/lib/flink/layouts/types'
import type { ClusterFacts } from './cluster-facts'
import { advanceRechecks, deriveJobVerdict, toLasting, type JobRechecks } from './derive-job-verdict'
import { toTreeProvenance } from './derive-leader'
import { toPointer } from './derive-pointer'
import type { RestCheckpoints, RestFailures, RestJob } from './facts'
import type { ProvenSessions } from './match-contenders'
import { toIso } from './observed'
import type { Checkpoint, Leader, Recovery, RecoveryJob } from './snapshot'

/** What the leader's REST adds to what ZooKeeper names. */
interface RestView {
  jobs: ReadonlyMap<string, RestJob>
  at: string | null
  checkpoints: ReadonlyMap<string, RestCheckpoints>
  failures: ReadonlyMap<string, RestFailures>
}

/**
 * How long a checkpoint and its verdict outlive their pointer. Checking a new pointer's file takes milliseconds, and between
 * two writes of Flink a job may show no pointer at all; without this the verdict would flicker with every checkpoint.
 */
const carriedMs = 5_000
/** A new leader changes every job at once. A thousand jobs in one snapshot would block the event loop for a seventh of a second. */
const mostChanged = 250

interface Entry {
  key: unknown[]
  job: RecoveryJob
  /** Epoch ms since when the verdict of the previous checkpoint is carried over; null: the verdict is proven for this one. */
  carriedSince: number | null
  doubts: JobRechecks
}

/** `isBehind`: some jobs were postponed to the next snapshot. */
interface DerivedRecovery {
  recovery: Recovery
  isBehind: boolean
}

type RecoveryDeriver = (
  facts: ClusterFacts,
  leader: Leader | null,
  proofs: ProvenSessions,
  now: number,
  keepsJobs: boolean,
) => DerivedRecovery

/** Derives all that a new leader would find, job by job; a job whose inputs did not change stays the same object. */
export function createRecoveryDeriver(): RecoveryDeriver {
  let cache = new Map<string, Entry>()
  let last: RecoveryJob[] | null = null
  /** Index of the first postponed job, which goes first next time; else later jobs would starve while all change all the time. */
  let first = 0
  return (facts, leader, proofs, now, keepsJobs) => {
    const toRecovery = (jobs: RecoveryJob[], areJobsReported: boolean): Recovery => ({
      jobs,
      areJobsReported,
      ...toStorage(facts),
      provenance: toTreeProvenance(facts),
    })
    if (keepsJobs && last) return { recovery: toRecovery(last, false), isBehind: true }
    const found = facts.tree.tree?.jobs ?? []
    const rest = toRestView(facts, leader)
    const entries = new Array<Entry>(found.length)
    let changed = 0
    let left: number | null = null
    for (let turn = 0; turn < found.length; turn++) {
      const index = (first + turn) % found.length
      const job = found[index]!
      const before = cache.get(job.jobId)
      const doubts = deriveRechecks(facts, before?.doubts ?? null, job, rest, now)
      const lasting = toLasting(doubts, now)
      const isOld = now - (before?.carriedSince ?? now) > carriedMs
      const key = [...toKey(facts, job, leader, rest), isOld, lasting.notRunSince, lasting.counterSince]
      if (before && isSameKey(before.key, key)) entries[index] = isSameRecheck(before.doubts, doubts) ? before : { ...before, doubts }
      // A job that was never shown is not postponed.
      else if (before && changed >= mostChanged) {
        entries[index] = before
        left ??= index
      } else {
        changed++
        entries[index] = carryOver(
          before,
          { key, job: toJob(facts, job, leader, rest, proofs, before?.job.name ?? null, lasting), carriedSince: null, doubts },
          isLookedAt(facts, job),
          now,
        )
      }
    }
    first = left ?? 0
    cache = new Map(entries.map((entry) => [entry.job.jobId, entry]))
    last = entries.map(({ job }) => job)
    const isBehind = left !== null
    return { recovery: toRecovery(last, rest.at !== null && !isBehind), isBehind }
  }
}

/** From 1.15 on a new leader cleans up a job whose result is stored, and does not run it (JobResultStore). */
function hasResult({ storage }: ClusterFacts, jobId: string): boolean {
  if (!storage.known) return false
  const { dirty, clean } = storage.value.jobResults
  return dirty.includes(jobId) || clean.includes(jobId)
}

/** No doubt begins unless the view is complete and current. */
function deriveRechecks(facts: ClusterFacts, before: JobRechecks | null, job: HaJob, { jobs, at }: RestView, now: number): JobRechecks {
  if (facts.tree.status !== 'live' || facts.tree.behindSince !== null) return { notRunSince: null, counterSince: null }
  return advanceRechecks(before, { job, reported: jobs.get(job.jobId), hasReported: at !== null }, now)
}

function isSameRecheck(a: JobRechecks, b: JobRechecks): boolean {
  return a.notRunSince === b.notRunSince && a.counterSince === b.counterSince
}

/** Whether every pointer's file was checked, and a job that made checkpoints shows one. */
function isLookedAt(facts: ClusterFacts, job: HaJob): boolean {
  const pointers = [...(job.graph ? [job.graph] : []), ...job.checkpoints.map(({ pointer }) => pointer)]
  const isBetween = job.checkpoints.length === 0 && Number(job.nextCheckpointId ?? 1) > 1
  return !isBetween && pointers.every((pointer) => pointer.handle.kind !== 'file' || facts.findTarget(pointer) !== null)
}

function carryOver(before: Entry | undefined, entry: Entry, isProven: boolean, now: number): Entry {
  if (isProven || !before || before.job.verdict === 'unknown') return entry
  const carriedSince = before.carriedSince ?? now
  if (now - carriedSince > carriedMs) return { ...entry, carriedSince }
  const { verdict, checkpoints } = before.job
  return {
    ...entry,
    carriedSince,
    job: {
      ...entry.job,
      checkpoints,
      verdict,
      verdictDetail: `${cutRemark(before.job.verdictDetail)} (a newer checkpoint is being looked at)`,
    },
  }
}

/** Removes a remark in brackets at the end. */
function cutRemark(text: string): string {
  const bracket = text.indexOf(' (')
  return bracket >= 0 && text.endsWith(')') ? text.slice(0, bracket) : text
}

function toKey(facts: ClusterFacts, job: HaJob, leader: Leader | null, rest: RestView): unknown[] {
  const restJob = rest.jobs.get(job.jobId)
  const stats = rest.checkpoints.get(job.jobId)
  return [
    job,
    leader?.master,
    leader?.process,
    leader?.zkSessionId,
    facts.tree.status,
    restJob?.state,
    hasResult(facts, job.jobId),
    restJob?.name,
    restJob?.tasks.running,
    restJob?.tasks.finished,
    restJob?.tasks.total,
    stats?.newest?.id,
    rest.failures.get(job.jobId),
    stats?.intervalMs,
    job.graph && facts.findTarget(job.graph),
    ...job.checkpoints.map((checkpoint) => facts.findTarget(checkpoint.pointer)),
  ]
}

function isSameKey(a: unknown[], b: unknown[]): boolean {
  return a.length === b.length && a.every((part, index) => Object.is(part, b[index]))
}

function toRestView(facts: ClusterFacts, leader: Leader | null): RestView {
  const jm = leader?.process === 'running' ? facts.jobManagers.find((candidate) => candidate.master === leader.master) : undefined
  const reported = jm?.jobs.known ? jm.jobs : null
  return {
    jobs: new Map((reported?.value ?? []).map((job) => [job.jobId, job])),
    at: reported?.at ?? null,
    checkpoints: jm?.checkpoints ?? new Map(),
    failures: jm?.failures ?? new Map(),
  }
}

function toJob(
  facts: ClusterFacts,
  job: HaJob,
  leader: Leader | null,
  rest: RestView,
  proofs: ProvenSessions,
  knownName: string | null,
  doubts: JobRechecks,
): RecoveryJob {
  const graph = job.graph && toPointer(facts, job.graph)
  const checkpoints = job.checkpoints.map(({ checkpointId, pointer }): Checkpoint => ({
    checkpointId,
    pointer: toPointer(facts, pointer),
    completedAt: toIso(pointer.createdAt),
  }))
  const reported = rest.jobs.get(job.jobId)
  const stats = rest.checkpoints.get(job.jobId)
  const locks = toLocks(facts, job, leader)
  return {
    jobId: job.jobId,
    // A name stays valid once reported: a job id is never given to another job.
    name: reported?.name ?? knownName ?? findName(facts, job.jobId),
    state: reported ? reported.state.toLowerCase() : leader?.process === 'running' ? null : 'waiting',
    stateAt: reported ? rest.at : null,
    tasks: reported?.tasks ?? null,
    failures: toFailures(rest.failures.get(job.jobId)),
    leaderMaster: findLeaderMaster(job, leader, proofs),
    graph,
    checkpoints,
    nextCheckpointId: job.nextCheckpointId,
    ...deriveJobVerdict({ job, graph, checkpoints, reported, stats, leader, locks, doubts, hasResult: hasResult(facts, job.jobId) }),
    locks,
    stateBytes: stats?.newest?.stateBytes ?? null,
    checkpointIntervalMs: stats?.intervalMs ?? null,
  }
}

function toFailures(reported: RestFailures | undefined): RecoveryJob['failures'] {
  return reported ? { times: reported.times.map(toIso), line: reported.line } : null
}

function findLeaderMaster(job: HaJob, leader: Leader | null, proofs: ProvenSessions): string | null {
  if (!job.leader) return null
  const { zkSessionId } = job.leader
  return proofs.get(zkSessionId)?.master ?? (zkSessionId === leader?.zkSessionId ? leader.master : null)
}

/** The job's name as any JobManager reported it, leader or not. */
function findName(facts: ClusterFacts, jobId: string): string | null {
  for (const jm of facts.jobManagers) {
    const job = jm.jobs.known ? jm.jobs.value.find((candidate) => candidate.jobId === jobId) : undefined
    if (job) return job.name
  }
  return null
}

/** A lock stands until its session ends, whether or not the process lives or has a latch: only its process says that. */
function toLocks(facts: ClusterFacts, job: HaJob, leader: Leader | null): RecoveryJob['locks'] {
  const all: Lock[] = [...(job.graph?.locks ?? []), ...job.checkpoints.flatMap((checkpoint) => checkpoint.pointer.locks)]
  const process = facts.tree.status === 'live' ? leader?.process : undefined
  const isAlive = process === 'running' ? true : process === 'gone' ? false : null
  return all.map((lock) => ({
    znode: lock.path,
    owner: lock.zkSessionId,
    alive: lock.zkSessionId === leader?.zkSessionId ? isAlive : null,
  }))
}

function toStorage(facts: ClusterFacts): Pick<Recovery, 'dangling' | 'jobResults' | 'storageDir'> {
  const configured = facts.configuration.known ? facts.configuration.value.storageDir : null
  const storageDir = configured && hideUrlPasswords(configured)
  if (!facts.storage.known) return { dangling: toLeftovers(facts), jobResults: { dirty: [], clean: [] }, storageDir }
  const { orphans, jobResults } = facts.storage.value
  const files = orphans.map((file) => ({
    kind: file.kind,
    path: file.path,
    bytes: file.bytes,
    since: toIso(file.modifiedAt),
    detail: 'a file that no pointer of this cluster names',
  }))
  return { dangling: [...toLeftovers(facts), ...files], jobResults, storageDir }
}

function toLeftovers(facts: ClusterFacts): Recovery['dangling'] {
  return (facts.tree.tree?.leftovers ?? []).map(({ kind, path }) => ({
    kind,
    path,
    bytes: null,
    since: null,
    detail: 'a znode that nothing refers to any more',
  }))
}
