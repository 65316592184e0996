import patches from 'fast-json-patch'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import type { ZnodeView } from '@/lib/model/znode-view'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { PublisherHeartbeat, PublishedRevision } from '@/lib/observer/published'
import type { ClusterSnapshot, ClusterSummary } from '@/lib/model/snapshot'
import { aConfigurationView, healthyFiles } from '@/lib/testing/a-configuration-view'
import { aSummary, situations, aSituation, type SituationName } from '@/lib/testing/situations'
import { aPlayedTakeover, playedId } from './a-played-takeover'
import { aZnode } from './znodes'

/** A console whose clusters are the named situations, made anew every two seconds as a living one would. */
export function aGalleryConsole(names = Object.keys(situations) as SituationName[]): UnderstudyConsole {
  const epoch = `gallery-${process.pid}`
  const listeners = new Map<string, Set<(revision: PublishedRevision) => void>>()
  const fleetListeners = new Set<(summary: ClusterSummary | null) => void>()
  const beatListeners = new Set<() => void>()
  const published = new Map<string, PublishedRevision>()

  let playedFrom = 0
  const draw = (name: string) => {
    const now = Date.now()
    if (name !== playedId) return aSituation(name as SituationName, now)
    return aPlayedTakeover((listeners.get(playedId)?.size ?? 0) > 0 ? now - playedFrom : 0, now)
  }
  const publish = (name: string) => {
    const before = published.get(name)?.snapshot ?? null
    const revision = (before?.revision ?? 0) + 1
    const snapshot: ClusterSnapshot = { ...draw(name), epoch, revision }
    const made = toRevision(snapshot, before)
    published.set(name, made)
    for (const listener of listeners.get(name) ?? []) listener(made)
    if (name !== playedId) for (const listener of fleetListeners) listener(aSummary(snapshot))
  }
  const all = [...names, playedId]
  all.forEach(publish)
  setInterval(() => all.filter((name) => (listeners.get(name)?.size ?? 0) > 0 || fleetListeners.size > 0).forEach(publish), 2_000).unref()
  setInterval(() => beatListeners.forEach((listener) => listener()), 1_000).unref()

  const find = (id: string) => (all.includes(id) ? (published.get(id) ?? null) : null)
  return {
    epoch,
    startedAt: Date.now(),
    settingsProblem: () => null,
    // Routes only check whether there is one.
    findSettings: (id) => (find(id) ? ({ id, name: id } as ClusterSettings) : null),
    declaration: () => null,
    securityContact: () => null,
    publishOperation: () => undefined,
    publishFenced: () => undefined,
    publishHolders: () => undefined,
    whenReady: () => Promise.resolve(),
    clusters: () => names.map((name) => aSummary(published.get(name)!.snapshot)),
    findSnapshot: (id) => {
      // A page without readers is made at its request, so that its ages are those of now.
      if (find(id) && (listeners.get(id)?.size ?? 0) === 0) publish(id)
      return find(id)
    },
    subscribe: (id, listener) => {
      const revision = find(id)
      if (!revision) return null
      const heard = listeners.get(id) ?? new Set()
      if (id === playedId && heard.size === 0) playedFrom = Date.now()
      listeners.set(id, heard.add(listener))
      listener(revision)
      return () => heard.delete(listener)
    },
    subscribeFleet: (listener) => {
      fleetListeners.add(listener)
      return () => fleetListeners.delete(listener)
    },
    findBeat: (id) => toBeat(find(id)),
    onBeat: (listener) => {
      beatListeners.add(listener)
      return () => beatListeners.delete(listener)
    },
    findZnode: (id, path): ZnodeView | null => (find(id) ? aZnode(path) : null),
    findConfiguration: async (id) =>
      find(id) ? (id === 'allIsWell' ? aConfigurationView(id, healthyFiles) : aConfigurationView(id)) : null,
    findHistory: (id) => find(id)?.snapshot ?? null,
    figures: () => ({ clusters: [] }),
    close: () => {},
  }
}

function toRevision(snapshot: ClusterSnapshot, before: ClusterSnapshot | null): PublishedRevision {
  return {
    id: snapshot.cluster.id,
    epoch: snapshot.epoch,
    revision: snapshot.revision,
    snapshot,
    snapshotJson: () => JSON.stringify(snapshot),
    patchJson: () =>
      before
        ? JSON.stringify({ from: before.revision, to: snapshot.revision, asOf: snapshot.asOf, patch: patches.compare(before, snapshot) })
        : null,
  }
}

function toBeat(revision: PublishedRevision | null): PublisherHeartbeat | null {
  if (!revision) return null
  const { epoch, snapshot } = revision
  const lastHeardAt = Object.fromEntries(Object.entries(snapshot.sources).map(([name, { lastHeardAt: at }]) => [name, at]))
  return { now: new Date().toISOString(), epoch, revision: revision.revision, lastHeardAt }
}
