import 'server-only'
import { toPreciseDurationText } from '@/lib/base/durations'
import type { ClusterSnapshot, JobManager } from '@/lib/model/snapshot'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { canIdentify } from '../decide/prove-held-session'
import { deriveReadiness, type Readiness } from '../decide/readiness'
import { findMeasured, type Measured } from '../notes/measures'
import type { NotedIdentity } from '../notes/noted-identities'
import { followStable } from './follow-stable'
import { createTries, dropContradicted, identifyDue, toTryKey } from './identify-due'
import { createLooks } from './repeat-looks'
import type { ReadinessTrackerContext } from './tracker-context'

export interface ReadinessTracker {
  readonly identities: ReadonlyMap<string, NotedIdentity>
  readiness(): Readiness | null
  /** Measured figures may have changed. */
  refresh(): void
  close(): void
}

/** Two hundred clusters that start at once are shown first; a cluster that hangs delays the others no longer than this. */
const longestStartMs = 5_000

/**
 * While all is well it notes which process holds which session: on the host itself, once per session, kept in the database. Only what was
 * noted then can later be proven dead.
 */
export function startReadinessTracker(context: ReadinessTrackerContext): ReadinessTracker {
  const { clusterId, console, log } = context
  const identities = new Map<string, NotedIdentity>()
  const doubts = new Map<string, string>()
  const tries = createTries()
  let isLoaded = false
  let lastSent = ''
  const publishHolders = createHolderPublisher(context, identities)
  const figures = followFigures(context, () => notify())
  let isClosed = false
  const stable = followStable(context)
  let wasOperated = false

  const isOpen = (jm: JobManager) => canIdentify(jm) && (jm.zkSessionId === null || !identities.has(jm.zkSessionId))
  const isDue = (jm: JobManager) => isOpen(jm) && tries.isDue(toTryKey(jm))
  const jobManagers = () => console.findSnapshot(clusterId)?.snapshot.jobManagers ?? []
  async function work(): Promise<void> {
    isLoaded ||= await loadNotes(context, identities)
    await dropContradicted(context, identities, doubts)
    await identifyDue(context, jobManagers().filter(isDue), { identities, tries })
    notify()
  }
  function notify(): void {
    if (!isClosed) publishHolders()
    const readiness = derive(console, clusterId, identities, { reasons: tries.reasons, doubts })
    if (!readiness || isClosed) return
    if (readiness.isReady) figures.want()
    const fenced = toFenced(readiness, figures.measured())
    if (JSON.stringify(fenced) === lastSent) return
    lastSent = JSON.stringify(fenced)
    // Not from within the observer's own notification.
    queueMicrotask(() => console.publishFenced(clusterId, fenced))
    context.onChange()
  }
  const warn = (error: unknown) => void (isClosed || log.warn({ err: error, cluster: clusterId }, 'Processes were not identified'))
  const looks = createLooks(
    () => work().catch(warn),
    () =>
      jobManagers()
        .filter(isOpen)
        .map((jm) => tries.dueIn(toTryKey(jm))),
  )
  const stop = followOnceReady(console, clusterId, (snapshot) => {
    if (wasOperated && snapshot.operation === null) figures.refresh()
    wasOperated = snapshot.operation !== null
    stable.look(snapshot)
    looks.look()
  })
  return {
    identities,
    readiness: () => derive(console, clusterId, identities, { reasons: tries.reasons, doubts }),
    refresh: figures.refresh,
    close() {
      isClosed = true
      stable.close()
      looks.close()
      stop()
    },
  }
}

/** @returns true: they are loaded */
async function loadNotes({ clusterId, readIdentityNotes }: ReadinessTrackerContext, identities: Map<string, NotedIdentity>): Promise<true> {
  for (const [session, noted] of await readIdentityNotes(clusterId)) identities.set(session, noted)
  return true
}

/** @returns stop */
function followOnceReady(console: UnderstudyConsole, clusterId: string, look: (snapshot: ClusterSnapshot) => void): () => void {
  let isOver = false
  let stop: (() => void) | null = null
  void console.whenReady(longestStartMs).then(() => {
    if (!isOver) stop = console.subscribe(clusterId, ({ snapshot }) => look(snapshot))
  })
  return () => {
    isOver = true
    stop?.()
  }
}

/** Publishes in the snapshot whose sessions are proven. */
function createHolderPublisher(
  { clusterId, console }: ReadinessTrackerContext,
  identities: ReadonlyMap<string, NotedIdentity>,
): () => void {
  let lastSent = '[]'
  return () => {
    const holders = [...identities.values()].map(({ zkSessionId, master, proof, identity: { host, pid, rpcPort, restPort } }) => ({
      zkSessionId,
      master,
      proof,
      host,
      pid,
      rpcPort,
      restPort,
    }))
    const now = JSON.stringify(holders)
    if (now === lastSent) return
    lastSent = now
    // Not from within the observer's own notification.
    queueMicrotask(() => console.publishHolders(clusterId, holders))
  }
}

/** Durations of this cluster's takeovers; published with what could be done, so they are read when that is first known. */
function followFigures({ clusterId, getJournal }: ReadinessTrackerContext, onRead: () => void) {
  let measured: Measured | null = null
  let wasRequested = false
  const refresh = () => {
    wasRequested = true
    getJournal()
      .then((journal) => findMeasured(journal, clusterId))
      .then(
        (found) => {
          measured = found
          onRead()
        },
        () => void (wasRequested = false),
      )
  }
  return { measured: () => measured, refresh, want: () => void (wasRequested || refresh()) }
}

function derive(
  console: UnderstudyConsole,
  clusterId: string,
  identities: ReadonlyMap<string, NotedIdentity>,
  { reasons, doubts }: Record<'reasons' | 'doubts', ReadonlyMap<string, string>>,
): Readiness | null {
  const snapshot = console.findSnapshot(clusterId)?.snapshot
  return snapshot
    ? deriveReadiness(snapshot, new Map([...identities].map(([session, { identity }]) => [session, identity])), reasons, doubts)
    : null
}

function toFenced({ isReady, why }: Readiness, measured: Measured | null): { ms: number | null; detail: string } {
  if (!isReady) return { ms: null, detail: why }
  if (!measured) return { ms: null, detail: 'it could be done now; how long it takes was not measured here yet' }
  return {
    ms: measured.leadsMs,
    detail: `${toPreciseDurationText(measured.leadsMs)} until the next one leads and ${toPreciseDurationText(measured.runningMs)} until all jobs run: the medians of the last takeovers on this cluster`,
  }
}
