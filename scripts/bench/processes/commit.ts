import type { Child } from './child'
import { startChild } from './child'

export type Commit =
  | { kind: 'set'; path: string; data: Uint8Array }
  | { kind: 'create'; path: string; data: Uint8Array; ephemeral: boolean }
  | { kind: 'delete'; path: string }

/** Ms since 1970 with fractions. The commit lies between the two. */
export interface Committed {
  sentAt: number
  answeredAt: number
}

export type WitnessKind = 'native' | 'own'

export interface Witness {
  readonly kind: WitnessKind
  commit(commits: readonly Commit[]): Promise<Committed[]>
  close(): Promise<void>
}

/** A process that commits through the C binding of ZooKeeper's own project, or else through Understudy's client. */
export async function startWitness(servers: string): Promise<Witness> {
  const child: Child = startChild('witness.ts')
  const kind = await child.ask<WitnessKind>('connect', servers)
  return { kind, commit: (commits) => child.ask('commit', commits), close: () => child.close() }
}

/** The text of the table for the client that made the commits. */
export function toWitnessText(kind: WitnessKind): string {
  return kind === 'native'
    ? 'committed by the package “zookeeper” (C binding) in a process of its own'
    : 'the package “zookeeper” is not installed: committed by our own client in a process of its own'
}
