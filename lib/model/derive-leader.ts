import type { LeaderRecord } from '@/lib/flink/layouts/types'
import type { ClusterFacts } from './cluster-facts'
import { deriveProcess, type ProcessPicture } from './derive-process'
import type { JobManagerFacts } from './facts'
import { findHostPort, hostsAgree } from './hosts-agree'
import type { ProvenSessions } from './match-contenders'
import { toIso, type Provenance } from './observed'
import type { Leader } from './snapshot'

/** The leader ZooKeeper names, with what is known of its process. */
export function deriveLeader(facts: ClusterFacts, proofs: ProvenSessions): Leader | null {
  const record = facts.tree.tree?.leader
  if (!record?.leaderSessionId) return null
  const master = proofs.get(record.zkSessionId)?.master ?? findMasterByRestAddress(facts)
  const jm = facts.jobManagers.find((candidate) => candidate.master === master)
  const process = jm ? deriveLeaderProcess(facts, jm, record) : null
  return {
    master: jm?.master ?? null,
    restAddress: findRestRecord(facts)?.address ?? null,
    rpcAddress: record.address,
    leaderSessionId: record.leaderSessionId,
    zkSessionId: record.zkSessionId,
    since: toIso(record.publishedAt),
    process: process?.state ?? 'unknown',
    processDetail: process?.detail ?? 'its address matches no line of the masters file, so nothing here can look at its process',
    processSince: process && process.state !== 'running' ? toIso(process.since) : null,
    provenance: toTreeProvenance(facts),
  }
}

/** While its process is gone nothing answers on its port any more; the REST address in ZooKeeper still names the line. */
function findMasterByRestAddress(facts: ClusterFacts): string | null {
  const rest = findRestRecord(facts)
  const web = rest && findHostPort(rest.address)
  if (!web) return null
  const there = facts.jobManagers.filter((jm) => {
    const line = findHostPort(jm.master)
    return line && line.port === web.port && hostsAgree(line.host, web.host, facts.addresses)
  })
  return there.length === 1 ? there[0]!.master : null
}

function findRestRecord(facts: ClusterFacts): LeaderRecord | null {
  const tree = facts.tree.tree
  return tree?.rest && tree.leader && tree.rest.zkSessionId === tree.leader.zkSessionId ? tree.rest : null
}

function deriveLeaderProcess(facts: ClusterFacts, jm: JobManagerFacts, record: LeaderRecord): ProcessPicture {
  const process = deriveProcess(facts, jm)
  if (process.state !== 'running' || !jm.own.known) return process
  const rpc = findHostPort(record.address)
  const logged = jm.sessions.known ? jm.sessions.value.at(-1) : undefined
  const isAnother = (rpc && jm.own.value.rpcPort !== null && jm.own.value.rpcPort !== rpc.port) || startedAfter(process, record)
  if (!isAnother || logged?.zkSessionId === record.zkSessionId) return process
  const detail = `a newer process answers on ${jm.master}; the one that led is gone`
  return { ...process, state: 'gone', detail, since: jm.link.since }
}

function startedAfter(process: ProcessPicture, record: LeaderRecord): boolean {
  const startedAt = process.process?.startedAt ?? null
  // Start times come in clock ticks of 10 ms and leadership takes seconds to reach: half a second of doubt is ample.
  return startedAt !== null && startedAt > record.publishedAt + 500
}

export function toTreeProvenance(facts: ClusterFacts): Provenance {
  const { tree } = facts
  if (tree.at === null) return { known: false, source: 'zookeeper', reason: tree.detail ?? 'not read yet', since: toIso(tree.since) }
  return tree.detail === null
    ? { known: true, source: 'zookeeper', at: toIso(tree.at) }
    : { known: true, source: 'zookeeper', at: toIso(tree.at), detail: tree.detail }
}
