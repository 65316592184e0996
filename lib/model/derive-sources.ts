import { hideUrlPasswords } from '@/lib/base/url-passwords'
import type { ClusterFacts } from './cluster-facts'
import { toIso, type SourceName } from './observed'
import type { ClusterSnapshot, SourceStatus } from './snapshot'

/** Each source's state, in one place: the top bar and every greyed panel use it. */
export function deriveSources(facts: ClusterFacts): ClusterSnapshot['sources'] {
  return {
    zookeeper: zooKeeperStatus(facts),
    jobManagers: jobManagersStatus(facts),
    haStorage: storageStatus(facts),
    configuration: configurationStatus(facts),
    hosts: hostsStatus(facts),
    yarn: { state: 'off', lastHeardAt: null },
  }
}

/** Epoch ms at which each source was last heard: for the heartbeat, which does not create a revision. */
export function deriveHeardAt(facts: ClusterFacts): Record<SourceName, number | null> {
  const links = facts.jobManagers.flatMap((jm) => (jm.link.heardAt === null ? [] : [jm.link.heardAt]))
  return {
    zookeeper: facts.tree.behindSince ?? facts.session.lastHeardAt,
    jobManagers: links.length > 0 ? Math.max(...links) : null,
    haStorage: facts.storage.known ? Date.parse(facts.storage.at) : null,
    configuration: facts.configuration.known ? Date.parse(facts.configuration.at) : null,
    hosts: facts.processes.known ? Date.parse(facts.processes.at) : null,
    yarn: null,
  }
}

function zooKeeperStatus({ session, tree }: ClusterFacts): SourceStatus {
  const lastHeardAt = session.lastHeardAt === null ? null : toIso(session.lastHeardAt)
  const reason = session.reason ?? 'no connection yet'
  if (session.state === 'off') return { state: 'off', lastHeardAt: null, detail: session.reason ?? 'no ZooKeeper quorum is configured' }
  if (session.state === 'read-only')
    return {
      state: 'stale',
      lastHeardAt,
      detail: `${session.member ?? 'the member'} serves reads only: it is cut off from the quorum and may tell old truth`,
    }
  if (session.state !== 'connected') return { state: 'lost', lastHeardAt, detail: reason }
  if (tree.behindSince !== null)
    return { state: 'stale', lastHeardAt: toIso(tree.behindSince), detail: 'znodes change faster than this console can read them' }
  if (tree.status === 'live' || tree.status === 'missing') return { state: 'live', lastHeardAt }
  return { state: 'stale', lastHeardAt, detail: tree.detail ?? 'the znodes are being read again' }
}

function jobManagersStatus({ jobManagers }: ClusterFacts): SourceStatus {
  if (jobManagers.length === 0) return { state: 'off', lastHeardAt: null, detail: 'no master is configured' }
  const heard = jobManagers.flatMap((jm) => (jm.link.heardAt === null ? [] : [jm.link.heardAt]))
  const lastHeardAt = heard.length === 0 ? null : toIso(Math.max(...heard))
  const silent = jobManagers.filter((jm) => jm.link.state !== 'open').map((jm) => jm.master)
  if (silent.length === 0) return { state: 'live', lastHeardAt }
  if (silent.length < jobManagers.length) return { state: 'live', lastHeardAt, detail: `${silent.join(', ')} does not answer` }
  return { state: 'lost', lastHeardAt, detail: 'no JobManager answers on its web UI port' }
}

function storageStatus({ storage }: ClusterFacts): SourceStatus {
  if (storage.known) return { state: 'live', lastHeardAt: storage.at }
  return { state: 'off', lastHeardAt: null, detail: hideUrlPasswords(storage.reason) }
}

function configurationStatus({ configuration }: ClusterFacts): SourceStatus {
  if (configuration.known && configuration.detail !== undefined)
    return { state: 'stale', lastHeardAt: configuration.at, detail: hideUrlPasswords(configuration.detail) }
  if (configuration.known) return { state: 'live', lastHeardAt: configuration.at }
  return { state: 'lost', lastHeardAt: null, detail: hideUrlPasswords(configuration.reason) }
}

function hostsStatus({ processes, localHosts }: ClusterFacts): SourceStatus {
  if (localHosts.size === 0)
    return { state: 'off', lastHeardAt: null, detail: 'no master runs on this host; processes elsewhere are judged by their ports' }
  if (processes.known) return { state: 'live', lastHeardAt: processes.at }
  return { state: 'lost', lastHeardAt: null, detail: processes.reason }
}
