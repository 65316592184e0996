import type { ContenderProof } from '@/lib/model/contender-proof'
import type { ElectionReading, OwnedZnode } from './election'
import type { Liveness, ProcessIdentity } from './process-look'

/** What ties a ZooKeeper session to a process, and what is known of that process. */
export interface SessionHolder {
  zkSessionId: string
  master: string
  /** How the session is tied to the process; `permitsActing` decides whether that is enough to act on. */
  proof: ContenderProof
  /** Identity noted while the process lived; null: it was never identified on its host. */
  identity: ProcessIdentity | null
  life: Liveness
  /** Whether its web port answered a local request after the reading; null: not asked. */
  answers: boolean | null
}

export interface FencingQuestion {
  /** Two readings, the second one after the proof of death. */
  first: ElectionReading
  second: ElectionReading
  quorumServes: boolean
  /** The leader session id that the plan was made with. */
  expectedLeaderSessionId: string
  holders: ReadonlyMap<string, SessionHolder>
  /** Host name → addresses, for comparing the leader's published address with the noted one. */
  addresses: ReadonlyMap<string, readonly string[]>
  /**
   * Where the leader is to be killed: whether its host confirms, in this operation, that this process holds its session; null: nothing is
   * killed.
   */
  proofNow: { holds: true } | { holds: false; why: string } | null
}

export const refusalCodes = [
  'layout-not-supported',
  'application-mode',
  'quorum-not-serving',
  'reading-not-fresh',
  'readings-too-close',
  'no-leader',
  'leadership-split',
  'leadership-moving',
  'leader-changed',
  'process-not-identified',
  'addresses-disagree',
  'leader-alive',
  'leader-frozen',
  'death-not-proven',
  'no-standby',
  'standby-not-identified',
  'standby-not-ready',
] as const

export type RefusalCode = (typeof refusalCodes)[number]

export interface FencingRefusal {
  kind: 'refuse'
  code: RefusalCode
  /** What is wrong, and what to do. */
  text: string
}

export interface Fence {
  kind: 'fence'
  /** Latches first, since without a removed latch no standby would lead; then the locks. Each is deleted by exact path and version. */
  latches: OwnedZnode[]
  locks: OwnedZnode[]
  /** The dead process that led. */
  leader: SessionHolder
  /** Dead standbys in front of `next`, in line. */
  deadStandbys: SessionHolder[]
  next: SessionHolder
  nextLatch: OwnedZnode
}

export type FencingDecision = Fence | FencingRefusal

/** Two readings closer together than this do not prove a stable election. */
export const leastBetweenReadingsMs = 300

export function refuse(code: RefusalCode, text: string): FencingRefusal {
  return { kind: 'refuse', code, text }
}
