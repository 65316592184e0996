import type { Finding } from '@/lib/doctor/finding'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { HaTree, PointerNode } from '@/lib/flink/layouts/types'
import type { ProcessProof } from './contender-proof'
import type { HostProcess, JobManagerFacts, MemberFacts, TargetFacts } from './facts'
import type { Observed } from './observed'
import type { RunningOperation } from './operation'

/** The console's own ZooKeeper session, in one shape whatever the client. Times in epoch ms. */
export interface SessionFacts {
  state: 'connecting' | 'connected' | 'read-only' | 'disconnected' | 'closed' | 'off'
  since: number
  /** The member it hangs on. */
  member: string | null
  reason: string | null
  lastHeardAt: number | null
}

/** The state of the mirrored subtree: `live` only while every node is confirmed by a connected server. */
export interface TreeFacts {
  status: 'loading' | 'live' | 'stale' | 'missing' | 'denied' | 'too-large'
  since: number
  detail: string | null
  /** Last confirmed by the server. */
  at: number | null
  /** Changes since then were told of and are not read yet, and that is long ago; null: it is up to date. */
  behindSince: number | null
  tree: HaTree | null
}

/** Files in the storage directory that no pointer names, and job results; null where it cannot be listed. */
export interface StorageFacts {
  orphans: { path: string; kind: string; bytes: number; modifiedAt: number }[]
  jobResults: { dirty: string[]; clean: string[] }
}

/** What the doctor found the last time; null instead: it did not look yet. */
export interface DoctorFacts {
  at: number
  findings: readonly Finding[]
}

/** What a fenced takeover would take, from measured ones; null: it could not be done, or never was. */
export interface FencedFacts {
  ms: number | null
  detail: string
}

/** Which process holds a session, as operations proved it on that process's own host. */
export interface SessionHolderFacts {
  zkSessionId: string
  master: string
  proof: ProcessProof
  host: string
  pid: number
  rpcPort: number
  restPort: number
}

/** All that is known of one cluster, as the sources told it. */
export interface ClusterFacts {
  id: string
  name: string
  confDir: string | null
  /** Where readers reach Flink's web UI, as the settings say; null: at the leader's own address. */
  webUi: string | null
  /** The same without symbolic links; null: not known yet. */
  realConfDir: string | null
  flinkVersion: string | null
  configuration: Observed<HaConfiguration>
  session: SessionFacts
  tree: TreeFacts
  jobManagers: readonly JobManagerFacts[]
  members: readonly MemberFacts[]
  processes: Observed<readonly HostProcess[]>
  /** Hosts of masters that are this very host. */
  localHosts: ReadonlySet<string>
  /** Host name → addresses, for comparing `127.0.0.1` with `localhost`. */
  addresses: ReadonlyMap<string, readonly string[]>
  findTarget(pointer: PointerNode): TargetFacts | null
  storage: Observed<StorageFacts>
  doctor: DoctorFacts | null
  /** What the settings allow on its hosts. */
  control: 'local' | 'ssh' | 'none'
  /** What operations told: the one that runs. */
  operation: RunningOperation | null
  /** What operations told: whether a fenced takeover could be done now, and what it takes; null: not told. */
  fenced: FencedFacts | null
  /** What operations told: whose sessions are proven. */
  holders: readonly SessionHolderFacts[]
}
