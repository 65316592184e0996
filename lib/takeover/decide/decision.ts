import type { ContenderProof } from '@/lib/model/contender-proof'
import type { ElectionReading, OwnedZnode } from './election'
import type { Liveness, ProcessIdentity } from './process-look'

/** What ties a ZooKeeper session to a process, and what is known of that process. */
export interface SessionHolder {
  zkSessionId: string
  master: string
  /** What ties the two; `permitsActing` says whether it is enough to act on. */
  proof: ContenderProof
  /** Noted while it lived; null: it was never identified on its host. */
  identity: ProcessIdentity | null
  life: Liveness
  /** Its web port answered a local question after the reading; null: not asked. */
  answers: boolean | null
}

export interface FencingQuestion {
  /** Two readings, the second one after the proof of death. */
  first: ElectionReading
  second: ElectionReading
  quorumServes: boolean
  /** The one the plan was made on. */
  expectedLeaderSessionId: string
  holders: ReadonlyMap<string, SessionHolder>
  /** Host name → addresses, for comparing what the leader published with where its process was noted. */
  addresses: ReadonlyMap<string, readonly string[]>
  /** Where the leader is to be killed: what its host says, in this operation, of that very process holding its session; null: nothing is killed. */
  proofNow: { holds: true } | { holds: false; why: string } | null
}

export const refusalCodes = [
  'layout-not-supported',
  'application-mode',
  'quorum-not-serving',
  'reading-not-fresh',
  'readings-too-close',
  'nobody-leads',
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
  /** What is the matter, and what to do. */
  text: string
}

export interface Fence {
  kind: 'fence'
  /** Latches first: without them nobody would lead; then the locks. Each to be deleted by exact path and version. */
  latches: OwnedZnode[]
  locks: OwnedZnode[]
  /** The process that is dead and led. */
  leader: SessionHolder
  /** Dead ones that stood in front of `next`, in line. */
  deadStandbys: SessionHolder[]
  next: SessionHolder
  nextLatch: OwnedZnode
}

export type FencingDecision = Fence | FencingRefusal

/** Two readings nearer to each other than this prove no calm. */
export const LEAST_BETWEEN_READINGS_MS = 300

export function refuse(code: RefusalCode, text: string): FencingRefusal {
  return { kind: 'refuse', code, text }
}
