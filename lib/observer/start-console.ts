import 'server-only'
import { randomUUID } from 'node:crypto'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { getEnvironment } from '@/lib/settings/environment'
import { watchSettings, type SettingsState } from '@/lib/settings/watch'
import { observeCluster, type ClusterObserver } from './cluster-observer'
import { createFleet, type Fleet } from './fleet'
import { getLog } from '@/lib/base/log'
import { createSharedSources, type SharedSources } from './shared-sources'
import type { ConsoleFigures, UnderstudyConsole } from './understudy-console'

/**
 * Reads the settings and starts one observer per cluster; with unusable settings the console reports why.
 * @throws SettingsError for an unusable environment: HOST beyond loopback, an invalid PORT
 */
export async function startConsole(): Promise<UnderstudyConsole> {
  const log = getLog()
  const environment = getEnvironment()
  const epoch = randomUUID()
  const shared = createSharedSources(log)
  // An epoch per observer: a restarted one counts its revisions from 1 again.
  const observe = (cluster: ClusterSettings) => observeCluster(cluster, shared, randomUUID())
  const fleet = createFleet(observe, (error) => log.error({ err: error }, 'A reader failed'))
  const end = new AbortController()
  let state: SettingsState = { settings: null, problem: null }
  const take = (next: SettingsState) => {
    state = next
    // A message for the operator: a stack of our own code would not help.
    if (next.problem) log.error(next.problem.message)
    if (next.settings) fleet.take(next.settings.clusters)
    fleet.notifyAll()
  }
  await watchSettings(take, { environment, workingFolder: process.cwd(), signal: end.signal })
  return toConsole(
    epoch,
    fleet,
    shared,
    () => state,
    () => close(end, fleet, shared),
  )
}

async function close(end: AbortController, fleet: Fleet, shared: SharedSources): Promise<void> {
  end.abort()
  fleet.close()
  await shared.close()
}

function toConsole(
  epoch: string,
  fleet: Fleet,
  shared: SharedSources,
  findState: () => SettingsState,
  closeAll: () => Promise<void>,
): UnderstudyConsole {
  return {
    epoch,
    startedAt: Date.now(),
    settingsProblem: () => findState().problem?.message ?? null,
    clusters: () => fleet.summaries(),
    findSnapshot: (id) => fleet.find(id)?.current() ?? null,
    subscribe: (id, listener) => fleet.follow(id, listener),
    subscribeFleet: (listener) => fleet.subscribe(listener),
    whenReady: (longestMs) => shared.startupGate.whenOver(longestMs),
    findBeat: (id) => fleet.find(id)?.beat(Date.now()) ?? null,
    onBeat: (listener) => fleet.onBeat(listener),
    findZnode: (id, path) => fleet.find(id)?.findZnode(path) ?? null,
    findConfiguration: async (id) => fleet.find(id)?.findConfiguration() ?? null,
    findHistory: (id) => fleet.find(id)?.history() ?? null,
    figures: () => ({ clusters: fleet.all().map(toFigures) }),
    findSettings: (id) => fleet.find(id)?.settings ?? null,
    declaration() {
      const { settings } = findState()
      return settings && { pages: settings.statusPages, file: settings.file }
    },
    securityContact: () => findState().settings?.securityContact ?? null,
    publishOperation(id, operation) {
      if (operation) shared.operations.set(id, operation)
      else shared.operations.delete(id)
      fleet.find(id)?.lookAgain('urgent')
    },
    publishFenced(id, fenced) {
      if (fenced) shared.fenced.set(id, fenced)
      else shared.fenced.delete(id)
      fleet.find(id)?.lookAgain('bulk')
    },
    publishHolders(id, holders) {
      if (holders.length > 0) shared.holders.set(id, holders)
      else shared.holders.delete(id)
      fleet.find(id)?.lookAgain('bulk')
    },
    close: closeAll,
  }
}

function toFigures(observer: ClusterObserver): ConsoleFigures['clusters'][number] {
  const { zookeeper, nodes, ...rest } = observer.figures()
  const { requests = 0, reconnects = 0, bytesIn = 0, bytesOut = 0 } = zookeeper ?? {}
  return { id: observer.id, level: observer.summary().level, ...rest, zookeeper: { requests, reconnects, bytesIn, bytesOut, nodes } }
}
