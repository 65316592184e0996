/**
 * What ties a ZooKeeper session to a JobManager, and what each such proof permits: the one source for it.
 * A proof of `text` is something a process served or ZooKeeper listed; two processes may serve one text (a shared log file, an
 * address taken over), so it only shows. A proof of `process` was made on the process's own host, of its own sockets.
 */
interface ProofKind {
  /** 0 is the strongest. */
  rank: number
  of: 'process' | 'text'
  /** Holds until the session ends, unless something contradicts it; false: derived anew for each snapshot. */
  lasts: boolean
  /** Text in a table's cell. */
  words: string
  /** Text within a sentence about the role. */
  sentence: string
}

export const contenderProofs = {
  'listed-connection': {
    rank: 0,
    of: 'process',
    lasts: true,
    words: 'its process holds the session’s connection',
    sentence: 'its process holds the connection that ZooKeeper lists for the session',
  },
  'logged-connection': {
    rank: 1,
    of: 'process',
    lasts: true,
    words: 'its process holds the connection that its log names',
    sentence: 'its process holds the connection over which its own log says that the session was established',
  },
  'leader-address': {
    rank: 2,
    of: 'text',
    lasts: true,
    words: 'its address leads',
    sentence: 'its own addresses are the leader’s',
  },
  'logged-session': {
    rank: 3,
    of: 'text',
    lasts: true,
    words: 'log and session agree',
    sentence: 'log and ZooKeeper session agree',
  },
  'connection-list': {
    rank: 4,
    of: 'text',
    lasts: true,
    words: 'ZooKeeper lists its connection',
    sentence: 'ZooKeeper lists its host’s connection',
  },
  elimination: {
    rank: 5,
    of: 'text',
    lasts: false,
    words: 'the only one left',
    sentence: 'by elimination: one contender and one master were left',
  },
} as const satisfies Readonly<Record<string, ProofKind>>

export type ContenderProof = keyof typeof contenderProofs

/** Proofs that permit a signal to the process, and the removal of its latch once it is dead. */
export type ProcessProof = {
  [Proof in ContenderProof]: (typeof contenderProofs)[Proof]['of'] extends 'process' ? Proof : never
}[ContenderProof]

/** Ids in the table's order; a non-empty tuple, as schemas require. */
export const contenderProofIds = Object.keys(contenderProofs) as [ContenderProof, ...ContenderProof[]]

/** Whether the proof is enough to kill a process or to remove its latch. Everything that acts checks it. */
export function permitsActing(proof: ContenderProof): proof is ProcessProof {
  return contenderProofs[proof].of === 'process'
}

/** For text that came from a database. */
export function isContenderProof(text: string): text is ContenderProof {
  return Object.hasOwn(contenderProofs, text)
}

export function isStronger(proof: ContenderProof, than: ContenderProof): boolean {
  return contenderProofs[proof].rank < contenderProofs[than].rank
}

/** The settings that help where no proof permits acting. */
export const howToProve =
  'Put cons on ZooKeeper’s 4lw.commands.whitelist, or give each JobManager a log file of its own that this console’s user on that host can read'
