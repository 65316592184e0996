'use client'
import type { ReactNode } from 'react'
import { ReaderActor } from '@/lib/client/use-actor'
import type { Actor } from '@/lib/model/actor'

/** Tells all parts of a page who reads it. */
export function ActorProvider({ actor, children }: { actor: Actor | null; children: ReactNode }) {
  return <ReaderActor value={actor}>{children}</ReaderActor>
}
