'use client'
import type { ReactNode } from 'react'
import { ReaderActor } from '@/lib/client/use-actor'
import type { Actor } from '@/lib/model/actor'

/** Provides the reader's identity to all parts of a page. */
export function ActorProvider({ actor, children }: { actor: Actor | null; children: ReactNode }) {
  return <ReaderActor value={actor}>{children}</ReaderActor>
}
