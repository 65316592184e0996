import 'server-only'
import { dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { finishUnitsInTurns } from '@/lib/base/units'
import { unprobedEnvironment, type DoctorInput } from '@/lib/doctor/doctor-input'
import { toOtherCluster } from '@/lib/doctor/other-cluster'
import { runDoctorInUnits } from '@/lib/doctor/run-doctor'
import { viewConfigurationInUnits, type ConfigurationView } from '@/lib/model/configuration-view'
import { isFirstSnapshotOpen } from '@/lib/model/first-snapshot'
import { deriveObservedCluster } from '@/lib/model/observed-cluster'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { findYarnSite, type YarnSiteFile } from '@/lib/sources/conf-folder/find-yarn-site'
import type { ConfFolder } from '@/lib/sources/conf-folder/read'
import { watchFolder } from '@/lib/files/watch-folder'
import { withYarnSite } from '@/lib/sources/conf-folder/with-yarn-site'
import { isLocalHost } from '@/lib/sources/hosts/is-local-host'
import { probeHostEnvironment } from '@/lib/sources/host-environment/probe'
import type { DoctorSemaphore } from './doctor-semaphore'
import type { Changed, FactFeed, GatheredFacts } from './feed'
import { longestStartMs, type StartupGate } from './startup-gate'
import type { PeerClusters } from './peer-clusters'

/** A burst of changes causes one run. */
const soonMs = 300
const leastBetweenMs = 2_000
/** How long after its first reading a cluster without a session still counts as waiting for its first snapshot. */
const firstMs = 3_000
/** Interval of the probe: changes of directories, names and pid files are not notified. */
const probeEveryMs = 300_000
const probeLimitMs = 5_000

export interface DoctorFeed extends FactFeed {
  /** Takes a new reading of the folder. */
  take(folder: ConfFolder): void
  /** Takes a new snapshot: examines again when observations that the rules read have changed. */
  look(snapshot: ClusterSnapshot): void
  /** null: the folder was not read yet. */
  view(): Promise<ConfigurationView | null>
}

/** Examines one cluster's configuration whenever a file or an observation changed, and stores the findings in the facts. */
export function startDoctorFeed(settings: ClusterSettings, facts: GatheredFacts, shared: SharedDoctorState, changed: Changed): DoctorFeed {
  return new Doctor(settings, facts, shared, changed)
}

/** State that the doctors of one process share. */
interface SharedDoctorState {
  peers: PeerClusters
  doctorSemaphore: DoctorSemaphore
  startupGate: StartupGate
}

class Doctor implements DoctorFeed {
  private input: DoctorInput | null = null
  private folder: ConfFolder | null = null
  private yarn: YarnSiteFile | null = null
  private yarnWatch: { folder: string | null; end: AbortController } = { folder: null, end: new AbortController() }
  private snapshot: ClusterSnapshot | null = null
  private observedKey = ''
  private examinedAt = -Infinity
  /** Something other than the observation changed. */
  private isDirty = false
  private timer: { dueAt: number; cancel(): void } | null = null
  private reading = new AbortController()
  /** The latest requested view: built once for all readers. */
  private shown: { input: DoctorInput; doctor: GatheredFacts['doctor']; view: Promise<ConfigurationView> } | null = null
  /** Doctors wait for the first snapshots of all clusters: the state of running clusters matters more, and is read first. */
  private readonly snapshotStands: () => void
  private hasSnapshot = false
  private readonly startedAt = performance.now()
  private readonly patience: NodeJS.Timeout
  private readonly probes = setInterval(() => this.probeInTurn(), probeEveryMs).unref()
  private readonly stopPeers: () => void

  constructor(
    private readonly settings: ClusterSettings,
    private readonly facts: GatheredFacts,
    private readonly shared: SharedDoctorState,
    private readonly changed: Changed,
  ) {
    this.stopPeers = shared.peers.onChange(() => this.examineSoon())
    this.snapshotStands = shared.startupGate.begin()
    this.patience = setTimeout(() => void (this.facts.session.state === 'connected' || this.snapshotStands()), firstMs).unref()
  }

  take(folder: ConfFolder): void {
    this.folder = folder
    this.reading.abort()
    this.reading = new AbortController()
    this.input = {
      ...withYarnSite(folder, this.yarn),
      environment: this.input?.environment ?? unprobedEnvironment,
      others: [],
      observed: null,
    }
    // Without ZooKeeper there is no snapshot to wait for.
    if (folder.configuration.mode !== 'zookeeper') this.snapshotStands()
    this.shared.peers.notify(this.settings.id, toOtherCluster(this.settings, folder.configuration))
    this.examineSoon()
    this.probeInTurn()
  }

  look(snapshot: ClusterSnapshot): void {
    const before = this.snapshot
    this.snapshot = snapshot
    this.stand(snapshot)
    if (this.input && (!before || mayDiffer(before, snapshot))) this.examineIn(leastBetweenMs)
  }

  /** Called until the first snapshot is complete or was waited for long enough: with checkpoints that change all the time it never is. */
  private stand(snapshot: ClusterSnapshot): void {
    if (this.hasSnapshot) return
    const isAwaited = performance.now() - this.startedAt < longestStartMs
    if (isAwaited && (this.facts.tree.status === 'loading' || isFirstSnapshotOpen(snapshot))) return
    this.hasSnapshot = true
    this.snapshotStands()
  }

  async view(): Promise<ConfigurationView | null> {
    const {
      input,
      folder,
      settings,
      facts: { doctor },
    } = this
    if (!input || !folder) return null
    if (this.shown?.input !== input || this.shown.doctor !== doctor) {
      const units = viewConfigurationInUnits(settings.id, folder.folder, folder.files, input, doctor)
      this.shown = { input, doctor, view: finishUnitsInTurns(units, () => setImmediate()) }
    }
    return this.shown.view
  }

  close(): void {
    this.reading.abort()
    this.timer?.cancel()
    this.yarnWatch.end.abort()
    clearTimeout(this.patience)
    this.snapshotStands()
    clearInterval(this.probes)
    this.stopPeers()
    this.shared.peers.notify(this.settings.id, null)
  }

  private examineSoon(): void {
    this.isDirty = true
    if (this.input) this.examineIn(soonMs)
  }

  /** Of several requests the earliest counts. */
  private examineIn(ms: number): void {
    const dueAt = Math.max(performance.now() + ms, this.examinedAt + leastBetweenMs)
    if (this.timer && this.timer.dueAt <= dueAt) return
    this.timer?.cancel()
    let cancelPending = () => {}
    const timeout = setTimeout(() => (cancelPending = this.shared.doctorSemaphore.ask(() => this.examine())), dueAt - performance.now())
    this.timer = { dueAt, cancel: () => (clearTimeout(timeout), cancelPending()) }
  }

  private async examine(): Promise<void> {
    this.timer = null
    const {
      input,
      facts,
      snapshot,
      settings,
      shared,
      reading: { signal },
    } = this
    if (!input) return
    const observed = snapshot && deriveObservedCluster(facts, snapshot)
    const key = JSON.stringify(observed)
    if (!this.isDirty && key === this.observedKey) return
    this.isDirty = false
    this.examinedAt = performance.now()
    this.observedKey = key
    this.input = { ...input, observed, others: shared.peers.except(settings.id) }
    const findings = await finishUnitsInTurns(runDoctorInUnits(this.input), () => setImmediate())
    // Closed, or read again meanwhile, which requested another run.
    if (signal.aborted) return
    const isSame = facts.doctor !== null && JSON.stringify(facts.doctor.findings) === JSON.stringify(findings)
    facts.doctor = { at: isSame && facts.doctor ? facts.doctor.at : Date.now(), findings }
    if (!isSame) this.changed('bulk')
  }

  /** Only its start waits for the semaphore: a directory that hangs must not delay the other clusters' doctors. */
  private probeInTurn(): void {
    this.shared.doctorSemaphore.ask(() => void this.probe())
  }

  /** Reads what only this machine knows, within a time limit; then everything is examined again. */
  private async probe(): Promise<void> {
    const {
      folder,
      facts,
      reading: { signal },
    } = this
    if (!folder) return
    const processes = facts.processes.known ? facts.processes.value : null
    const [yarn, environment] = await Promise.all([
      findYarnSite(folder.folder, folder.configuration.effective, process.env),
      probeHostEnvironment(folder.configuration, {
        confFolder: folder.folder,
        processes,
        isLocalHost,
        signal: AbortSignal.any([signal, AbortSignal.timeout(probeLimitMs)]),
      }),
    ])
    if (signal.aborted || !this.input) return
    this.yarn = yarn
    this.followYarnSite(yarn && dirname(yarn.path) !== folder.folder ? dirname(yarn.path) : null)
    this.input = { ...this.input, ...withYarnSite(folder, yarn), environment }
    this.examineSoon()
  }

  /** Hadoop's folder is not Flink's, and is watched for this one file only. */
  private followYarnSite(folder: string | null): void {
    if (this.yarnWatch.folder === folder) return
    this.yarnWatch.end.abort()
    this.yarnWatch = { folder, end: new AbortController() }
    if (folder !== null) watchFolder(folder, () => this.probeInTurn(), { signal: this.yarnWatch.end.signal, names: ['yarn-site.xml'] })
  }
}

function mayDiffer(before: ClusterSnapshot, next: ClusterSnapshot): boolean {
  return (
    before.jobManagers !== next.jobManagers ||
    before.strangers !== next.strangers ||
    before.quorum !== next.quorum ||
    before.recovery.jobs !== next.recovery.jobs
  )
}
