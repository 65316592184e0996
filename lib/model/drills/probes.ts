import { z } from 'zod'
import { toCount, toList } from '@/lib/base/counts'
import { toDurationText, dayMs } from '@/lib/base/durations'
import { toNameOrId } from '../name-or-id'
import { runsAllTasks } from '../runs-all-tasks'
import type { ClusterSnapshot } from '../snapshot'
import { isInLine, toNoStandbySentence } from '../standby'
import type { DrillEvidence } from './evidence'
import { findOverlapMs } from './overlap'

const count = z.int().min(0).max(100)

/** What a steady state and a stop condition can ask of a cluster: a closed list. */
export const drillProbe = z.discriminatedUnion('probe', [
  z.strictObject({ probe: z.literal('leader-proven') }),
  z.strictObject({ probe: z.literal('standbys-at-least'), count }),
  z.strictObject({ probe: z.literal('spare-at-least'), count }),
  z.strictObject({ probe: z.literal('all-jobs-running') }),
  z.strictObject({ probe: z.literal('checkpoint-younger-than'), ms: z.int().min(1).max(dayMs) }),
  z.strictObject({ probe: z.literal('at-most-one-leader') }),
])

export type DrillProbe = z.infer<typeof drillProbe>
type ProbeName = DrillProbe['probe']

/** `unknown` is never counted as holding. */
export const probeState = z.enum(['holds', 'broken', 'unknown'])

export const probeResult = z.object({ probe: drillProbe, state: probeState, text: z.string() })

export type ProbeResult = z.infer<typeof probeResult>

/** What a probe looks at. `now` in epoch ms. */
export interface ProbeInput {
  snapshot: ClusterSnapshot
  evidence: readonly DrillEvidence[]
  now: number
}

type Judged = Pick<ProbeResult, 'state' | 'text'>
type Judge<Name extends ProbeName> = (probe: Extract<DrillProbe, { probe: Name }>, input: ProbeInput) => Judged

/** Whether a drill may begin while it does not hold: `never`, or with the words of an override. */
const probes: { readonly [Name in ProbeName]: { begins: 'never' | 'with-words'; judge: Judge<Name> } } = {
  'leader-proven': { begins: 'never', judge: (_, input) => judgeLeader(input) },
  'standbys-at-least': { begins: 'never', judge: (probe, input) => judgeStandbys(probe.count, input) },
  'spare-at-least': { begins: 'with-words', judge: (probe, input) => judgeSpare(probe.count, input) },
  'all-jobs-running': { begins: 'with-words', judge: (_, input) => judgeJobs(input) },
  'checkpoint-younger-than': { begins: 'with-words', judge: (probe, input) => judgeCheckpoints(probe.ms, input) },
  'at-most-one-leader': { begins: 'never', judge: (_, input) => judgeOneLeader(input) },
}

export function judgeProbe(probe: DrillProbe, input: ProbeInput): ProbeResult {
  // The entry is that of the probe's own name.
  const judge = probes[probe.probe].judge as Judge<ProbeName>
  return { probe, ...judge(probe, input) }
}

/** Whether a drill may begin, with words, although the probe does not hold. */
export function mayBeginDespite({ probe }: DrillProbe): boolean {
  return probes[probe].begins === 'with-words'
}

function judgeLeader({ snapshot: { leader, sources } }: ProbeInput): Judged {
  if (sources.zookeeper.state !== 'live') return { state: 'unknown', text: 'ZooKeeper is not heard, so who leads is not proven.' }
  if (leader === null) return { state: 'broken', text: 'No leader stands in ZooKeeper.' }
  const name = leader.master ?? leader.rpcAddress
  if (leader.process === 'unknown') return { state: 'unknown', text: `Whether the process of ${name} runs is not proven.` }
  return leader.process === 'running'
    ? { state: 'holds', text: `${name} leads, and its process runs.` }
    : { state: 'broken', text: `The process of ${name} is ${leader.process}.` }
}

function judgeStandbys(least: number, { snapshot: { jobManagers, sources } }: ProbeInput): Judged {
  const inLine = jobManagers.filter(isInLine)
  if (inLine.length >= least) {
    const names = inLine.length === 0 ? '' : `: ${toList(inLine.map(({ master }) => master))}`
    return { state: 'holds', text: `${toCount(inLine.length, 'standby', 'standbys')} in line${names}.` }
  }
  if (sources.zookeeper.state !== 'live') return { state: 'unknown', text: 'ZooKeeper is not heard, so the line is not known.' }
  const found = inLine.length === 0 ? toNoStandbySentence(jobManagers) : `${toCount(inLine.length, 'standby', 'standbys')} in line.`
  return { state: 'broken', text: `${found} The drill wants ${least}.` }
}

function judgeSpare(least: number, { snapshot: { quorum } }: ProbeInput): Judged {
  if (quorum.serving === false) return { state: 'broken', text: 'ZooKeeper does not serve.' }
  if (quorum.spare === null || quorum.serving === null) return { state: 'unknown', text: 'How many members may fail is not known.' }
  const text = `ZooKeeper serves, and ${toCount(quorum.spare, 'member')} may fail.`
  return quorum.spare >= least ? { state: 'holds', text } : { state: 'broken', text: `${text} The drill wants ${least}.` }
}

function judgeJobs({ snapshot: { recovery, taskManagers } }: ProbeInput): Judged {
  const { jobs } = recovery
  if (!recovery.provenance.known) return { state: 'unknown', text: 'Which jobs there are is not known.' }
  if (jobs.length === 0) return { state: 'holds', text: 'There is no job.' }
  const idle = jobs.filter((job) => !runsAllTasks(job, taskManagers))
  if (idle.length === 0) return { state: 'holds', text: `${toCount(jobs.length, 'job runs', 'jobs run')} with all tasks.` }
  const isUnknown = idle.every(({ state, tasks }) => state === null || (state === 'running' && tasks === null))
  const names = toList(idle.map(toNameOrId))
  return isUnknown
    ? { state: 'unknown', text: `Whether all tasks run is not known of ${names}.` }
    : { state: 'broken', text: `Not all tasks run of ${names}.` }
}

function judgeCheckpoints(ms: number, { snapshot: { recovery }, now }: ProbeInput): Judged {
  if (!recovery.provenance.known) return { state: 'unknown', text: 'Which checkpoints there are is not known.' }
  const newest = recovery.jobs.map((job) => ({ job, last: job.checkpoints.at(-1) }))
  const none = newest.filter(({ last }) => last === undefined).map(({ job }) => toNameOrId(job))
  if (none.length > 0) return { state: 'broken', text: `No completed checkpoint of ${toList(none)}.` }
  const old = newest.filter(({ last }) => now - Date.parse(last!.completedAt) >= ms).map(({ job }) => toNameOrId(job))
  if (old.length > 0) return { state: 'broken', text: `The newest checkpoint of ${toList(old)} is older than ${toDurationText(ms)}.` }
  return { state: 'holds', text: `The newest checkpoint of every job is younger than ${toDurationText(ms)}.` }
}

function judgeOneLeader({ snapshot, evidence }: ProbeInput): Judged {
  const leading = snapshot.jobManagers.filter(({ role }) => role === 'leader').map(({ master }) => master)
  if (leading.length > 1) return { state: 'broken', text: `${toList(leading)} lead at once.` }
  return findOverlapMs(evidence) > 0
    ? { state: 'broken', text: 'A former leader announced itself again after the next one had: two led at once.' }
    : { state: 'holds', text: 'At most one leader was seen.' }
}
