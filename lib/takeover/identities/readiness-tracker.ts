import 'server-only'
import type { Logger } from 'pino'
import { deriveBackoffMs } from '@/lib/base/back-off'
import { toPreciseDurationText } from '@/lib/base/durations'
import { createSemaphore } from '@/lib/base/semaphore'
import type { Journal } from '@/lib/journal/dialect'
import { findPublishedContradiction, findPublishedDoubt } from '@/lib/model/published-contradiction'
import { canIdentify } from '../decide/prove-held-session'
import { deriveReadiness, type Readiness } from '../decide/readiness'
import type { ClusterSnapshot, JobManager } from '@/lib/model/snapshot'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { readElection, type ElectionPlace } from '../election/read-election'
import type { ClusterHosts } from '@/lib/operations/run/verb'
import { rememberStableReading } from '../election/stable-readings'
import { findAddresses } from '../looks/find-addresses'
import { identifyJobManager, type IdentifyContext } from './identify'
import { endIdentity, noteIdentity, type NotedIdentity } from '../notes/noted-identities'
import { findMeasured, type Measured } from '../notes/measures'

/** What the readiness tracker of one cluster needs; all of it may be missing for a while. */
export interface ReadinessTrackerContext {
  clusterId: string
  console: UnderstudyConsole
  getJournal(): Promise<Journal>
  /** Notes from before this process began. */
  readIdentityNotes(clusterId: string): Promise<ReadonlyMap<string, NotedIdentity>>
  /** null: this console acts on none of its hosts, or its configuration is not read yet. */
  getHosts(): Promise<ClusterHosts | null>
  getPlace(): Promise<ElectionPlace | null>
  log: Logger
  /** A session was identified, or readiness changed. */
  onChange(): void
}

export interface ReadinessTracker {
  readonly identities: ReadonlyMap<string, NotedIdentity>
  readiness(): Readiness | null
  /** Measured figures may have changed. */
  refresh(): void
  close(): void
}

const again = { firstMs: 5_000, mostMs: 120_000 }
const leastAgainMs = 500
/** A look at a process is a shell on its host; a console of many clusters would start hundreds of them at once at its start. */
const looksAtHosts = createSemaphore(4)
/** Two hundred clusters that start at once are shown first; a cluster that hangs delays the others no longer than this. */
const longestStartMs = 5_000
/** The election is read once it has not changed for so long. */
const calmMs = 700

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
  const calm = followStable(context)
  let wasOperated = false

  const isOpen = (jm: JobManager) => canIdentify(jm) && (jm.zkSessionId === null || !identities.has(jm.zkSessionId))
  const isDue = (jm: JobManager) => isOpen(jm) && tries.isDue(toTryKey(jm))
  const jobManagers = () => console.findSnapshot(clusterId)?.snapshot.jobManagers ?? []
  async function work(): Promise<void> {
    isLoaded ||= await loadNotes(context, identities)
    await dropContradicted(context, identities, doubts)
    const due = jobManagers().filter(isDue)
    const found = due.length > 0 ? await findClusterContext(context, identities) : null
    if (found) await Promise.all(due.map((jm) => looksAtHosts.run(() => identify(context, found, jm, { identities, tries }))))
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
    calm.look(snapshot)
    looks.look()
  })
  return {
    identities,
    readiness: () => derive(console, clusterId, identities, { reasons: tries.reasons, doubts }),
    refresh: figures.refresh,
    close() {
      isClosed = true
      calm.close()
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

/**
 * One look at a time, and again by itself while work is left: a cluster in which nothing happens publishes nothing.
 * @param dueIn when work is due, in ms from now
 */
function createLooks(work: () => Promise<void>, dueIn: () => number[]) {
  let isRunning = false
  let isClosed = false
  let timer: NodeJS.Timeout | null = null
  async function look(): Promise<void> {
    if (isRunning || isClosed) return
    isRunning = true
    await work()
    isRunning = false
    if (timer) clearTimeout(timer)
    const due = isClosed ? [] : dueIn()
    if (due.length === 0) return
    timer = setTimeout(() => void look(), Math.min(...due))
    timer.unref()
  }
  return {
    look: () => void look(),
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}

/** Reads the election whenever it has changed and is stable again: the first of the two readings that a takeover needs. */
function followStable({ clusterId, getPlace, log }: ReadinessTrackerContext) {
  let line = ''
  let timer: NodeJS.Timeout | null = null
  async function remember(): Promise<void> {
    const place = await getPlace()
    if (place) rememberStableReading(clusterId, await readElection(place, { withLocks: false }))
  }
  return {
    look({ leader, jobManagers, cluster }: ClusterSnapshot): void {
      const now = `${leader?.leaderSessionId} ${jobManagers.map(({ zkSessionId, inLine }) => `${zkSessionId}/${inLine}`).join()}`
      if (now === line || cluster.control === 'none') return
      line = now
      if (timer) clearTimeout(timer)
      timer = setTimeout(
        () => void remember().catch((error: unknown) => log.debug({ err: error, cluster: clusterId }, 'The election was not read')),
        calmMs,
      )
      timer.unref()
    },
    close: () => void (timer && clearTimeout(timer)),
  }
}

/** A process is looked at again when its session is reported, and by its line until then. */
function toTryKey({ zkSessionId, master }: JobManager): string {
  return zkSessionId ?? master
}

/** null: its hosts or its ZooKeeper cannot be asked now. */
async function findClusterContext(
  { clusterId, console, getHosts, getPlace }: ReadinessTrackerContext,
  identities: ReadonlyMap<string, NotedIdentity>,
): Promise<IdentifyContext | null> {
  const [hosts, place] = await Promise.all([getHosts(), getPlace()])
  const snapshot = console.findSnapshot(clusterId)?.snapshot
  if (!hosts || !place || !snapshot) return null
  return { hosts, snapshot, reading: await readElection(place, { withLocks: false }), known: new Set(identities.keys()) }
}

/** What the leader publishes is compared with its note, for as long as it leads; what cannot be compared stays noted. */
async function dropContradicted(
  { clusterId, console, getJournal, log, onChange }: ReadinessTrackerContext,
  identities: Map<string, NotedIdentity>,
  doubts: Map<string, string>,
): Promise<void> {
  const leader = console.findSnapshot(clusterId)?.snapshot.leader
  const noted = leader ? identities.get(leader.zkSessionId) : undefined
  if (!leader?.restAddress || !noted) return doubts.clear()
  const { rpcAddress, restAddress, zkSessionId } = leader
  const published = { rpcAddress, restAddress }
  const addresses = await findAddresses(published, [noted.identity.host])
  const why = findPublishedContradiction({ zkSessionId, published }, noted.identity, addresses)
  const doubt = findPublishedDoubt({ zkSessionId, published }, noted.identity, addresses)
  doubts.clear()
  if (doubt !== null) doubts.set(zkSessionId, doubt)
  if (why === null) return
  identities.delete(zkSessionId)
  await endIdentity(await getJournal(), clusterId, zkSessionId, why)
  log.warn({ cluster: clusterId, master: noted.master }, `A proof is dropped: ${why}`)
  onChange()
}

async function identify(
  { clusterId, log, getJournal, onChange }: ReadinessTrackerContext,
  known: IdentifyContext,
  jm: JobManager,
  { identities, tries }: { identities: Map<string, NotedIdentity>; tries: ReturnType<typeof createTries> },
): Promise<void> {
  const found = await identifyJobManager(known, jm)
  if (typeof found === 'string') {
    tries.failed(toTryKey(jm), jm.master, found)
    log.debug({ cluster: clusterId, master: jm.master }, `Its process is not identified: ${found}`)
    return
  }
  tries.reasons.delete(jm.master)
  await noteIdentity(await getJournal(), clusterId, found)
  identities.set(found.zkSessionId, found)
  onChange()
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

/** A session that could not be identified is tried again, with growing delays. */
function createTries() {
  const tries = new Map<string, { at: number; failures: number }>()
  const reasons = new Map<string, string>()
  return {
    reasons,
    isDue: (session: string) => Date.now() >= (tries.get(session)?.at ?? 0),
    dueIn: (session: string) => Math.max(leastAgainMs, (tries.get(session)?.at ?? 0) - Date.now()),
    failed(session: string, master: string, reason: string): void {
      reasons.set(master, reason)
      const failures = tries.get(session)?.failures ?? 0
      tries.set(session, { at: Date.now() + deriveBackoffMs(failures, again), failures: failures + 1 })
    },
  }
}

function toFenced({ isReady, why }: Readiness, measured: Measured | null): { ms: number | null; detail: string } {
  if (!isReady) return { ms: null, detail: why }
  if (!measured) return { ms: null, detail: 'it could be done now; how long it takes was not measured here yet' }
  return {
    ms: measured.leadsMs,
    detail: `${toPreciseDurationText(measured.leadsMs)} until the next one leads and ${toPreciseDurationText(measured.runningMs)} until all jobs run: the medians of the last takeovers on this cluster`,
  }
}
