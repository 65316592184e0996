'use client'
import { createContext, useContext } from 'react'
import type { Actor } from '@/lib/model/actor'

/** Who reads this page, as the server found it; null: nobody is signed in. The server asks again on every request. */
export const ReaderActor = createContext<Actor | null>(null)

export function useActor(): Actor | null {
  return useContext(ReaderActor)
}
