import type { ObservedCluster, ObservedJob, ObservedJobManager } from '@/lib/doctor/doctor-input'
import type { ClusterFacts } from './cluster-facts'
import type { JobManagerFacts } from './facts'
import { isLoopback } from '@/lib/base/host-names'
import { findHostPort, hostsAgree } from './hosts-agree'
import type { ClusterSnapshot, JobManager, RecoveryJob, Stranger } from './snapshot'

/** The doctor's input about the running cluster: facts where they are known, and the snapshot's proofs. */
export function deriveObservedCluster(facts: ClusterFacts, { jobManagers, strangers, recovery }: ClusterSnapshot): ObservedCluster {
  const jobManagersByMaster = new Map(jobManagers.map((jm) => [jm.master, jm]))
  const leader = facts.jobManagers.find((jm) => jm.checkpoints.size > 0)
  return {
    jobManagers: facts.jobManagers.map((jm) => toJobManager(jm, jobManagersByMaster.get(jm.master))),
    strangers: strangers.map((stranger) => toStranger(facts, stranger)),
    members: facts.members.map(({ address, answer }) => ({
      address,
      mode: answer.known ? answer.value.mode : 'unknown',
      version: answer.known ? answer.value.version : null,
      tickTimeMs: answer.known ? answer.value.tickTimeMs : null,
    })),
    jobs: recovery.jobs.flatMap((job) => toJob(job, leader)),
  }
}

/** A leader has written its address; for others ZooKeeper lists the host that the session is connected from, where members allow it. */
function toStranger(facts: ClusterFacts, { znode, zkSessionId }: Stranger): ObservedCluster['strangers'][number] {
  const tree = facts.tree.tree
  const record = [tree?.rest, tree?.leader].find((each) => each?.zkSessionId === zkSessionId)
  const written = record ? findHostPort(record.address) : null
  const connected = written ? null : findClientHost(facts, zkSessionId)
  const host = written?.host ?? connected
  const address = written ? toText(written.host, written.port) : connected
  return { znode, address, isOnOurHost: host === null ? null : isOnOurHost(facts, host) }
}

/** Only the host: the port is the connection's, not an address. */
function findClientHost({ members }: ClusterFacts, zkSessionId: string): string | null {
  for (const { answer } of members) {
    const session = answer.known ? answer.value.sessions?.find((each) => each.zkSessionId === zkSessionId) : undefined
    if (session) return findHostPort(session.client)?.host ?? null
  }
  return null
}

/** null: a loopback address may be any host's, and a master whose addresses are not known may be on that host. */
function isOnOurHost({ jobManagers, addresses }: ClusterFacts, host: string): boolean | null {
  const hosts = jobManagers.flatMap(({ master }) => findHostPort(master)?.host ?? [])
  if (hosts.some((each) => hostsAgree(each, host, addresses))) return true
  const isKnown = (each: string) => isAddress(each) || (addresses.get(each)?.length ?? 0) > 0
  return isLoopback(host) || !isKnown(host) || hosts.length === 0 || !hosts.every(isKnown) ? null : false
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host)
}

function toText(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function toJobManager({ master, own }: JobManagerFacts, input: JobManager | undefined): ObservedJobManager {
  const reported = own.known ? own.value : null
  return {
    master,
    options: reported?.options ?? null,
    restAddress: reported?.restAddress ?? null,
    restPort: reported?.restPort ?? null,
    rpcPort: reported?.rpcPort ?? null,
    sessionTimeoutMs: input?.sessionTimeoutMs ?? null,
    version: reported?.flinkVersion ?? null,
    leads: input?.role === 'leader',
    zkMember: input?.zkMember ? toMember(input.zkMember) : null,
  }
}

/** Java prints `zk1/10.0.0.1:2181`, or `/10.0.0.1:2181` without a name. */
function toMember(text: string): string {
  const [, name, address, port] = /^([^/]*)\/(.+):(\d+)$/.exec(text) ?? []
  return port === undefined ? text : `${name || address}:${port}`
}

function toJob({ jobId, name, state, checkpoints, checkpointIntervalMs }: RecoveryJob, leader: JobManagerFacts | undefined): ObservedJob[] {
  if (state === null || state === 'waiting') return []
  const reported = leader?.checkpoints.get(jobId)?.checkpointing ?? 'unknown'
  return [
    {
      jobId,
      name,
      state: state.toUpperCase(),
      checkpointIntervalMs,
      checkpointing: reported === 'unknown' && checkpoints.length > 0 ? 'on' : reported,
    },
  ]
}
