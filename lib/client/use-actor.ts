'use client'
import { createContext, useContext } from 'react'
import type { Actor } from '@/lib/model/actor'

/** The reader of this page, as the server found it; null: not signed in. The server checks again on every request. */
export const ReaderActor = createContext<Actor | null>(null)

export function useActor(): Actor | null {
  return useContext(ReaderActor)
}
