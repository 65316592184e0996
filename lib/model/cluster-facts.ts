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
  /** Address of the ZooKeeper member that the session is connected to. */
  member: string | null
  reason: string | null
  lastHeardAt: number | null
}

/** The state of the mirrored subtree: `live` only while every node is confirmed by a connected server. */
export interface TreeFacts {
  status: 'loading' | 'live' | 'stale' | 'missing' | 'denied' | 'too-large'
  since: number
  detail: string | null
  /** Epoch ms of the server's last confirmation. */
  at: number | null
  /** Epoch ms since when notified changes have waited too long to be read; null: the subtree is up to date. */
  behindSince: number | null
  tree: HaTree | null
}

/** Files in the storage directory that no pointer names, and job results; null where it cannot be listed. */
export interface StorageFacts {
  orphans: { path: string; kind: string; bytes: number; modifiedAt: number }[]
  jobResults: { dirty: string[]; clean: string[] }
}

/** Result of the doctor's newest run; null instead: it did not run yet. */
export interface DoctorFacts {
  at: number
  findings: readonly Finding[]
}

/** What a fenced takeover would take, from measured ones; null: it is not possible, or was never measured. */
export interface FencedFacts {
  ms: number | null
  detail: string
}

/** The process that holds a session, as operations proved it on that process's own host. */
export interface SessionHolderFacts {
  zkSessionId: string
  master: string
  proof: ProcessProof
  host: string
  pid: number
  rpcPort: number
  restPort: number
}

/** All that is known of one cluster, as its sources reported it. */
export interface ClusterFacts {
  id: string
  name: string
  confDir: string | null
  /** Where readers reach Flink's web UI, from the settings; null: at the leader's own address. */
  webUi: string | null
  /** `confDir` with symbolic links resolved; null: not known yet. */
  realConfDir: string | null
  flinkVersion: string | null
  configuration: Observed<HaConfiguration>
  session: SessionFacts
  tree: TreeFacts
  jobManagers: readonly JobManagerFacts[]
  members: readonly MemberFacts[]
  processes: Observed<readonly HostProcess[]>
  /** Hosts of masters that are this host. */
  localHosts: ReadonlySet<string>
  /** Host name → addresses, for comparing `127.0.0.1` with `localhost`. */
  addresses: ReadonlyMap<string, readonly string[]>
  findTarget(pointer: PointerNode): TargetFacts | null
  storage: Observed<StorageFacts>
  doctor: DoctorFacts | null
  /** What the settings allow on the cluster's hosts. */
  control: 'local' | 'ssh' | 'none'
  /** The operation that runs on the cluster; null: none. */
  operation: RunningOperation | null
  /** Whether a fenced takeover is possible now, and its duration, as operations reported it; null: not reported. */
  fenced: FencedFacts | null
  /** Sessions whose process operations proved on its host. */
  holders: readonly SessionHolderFacts[]
}
