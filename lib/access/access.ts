import 'server-only'
import { resolve } from 'node:path'
import { processWide } from '@/lib/base/process-wide'
import { getJournal } from '@/lib/journal/database'
import type { Journal } from '@/lib/journal/dialect'
import { getAccessEnvironment, type AccessEnvironment } from '@/lib/settings/access-environment'
import { getEnvironment } from '@/lib/settings/environment'
import { makeAuth, type Auth } from './auth/make-auth'
import { loadSecret } from './auth/secret'

/** The stores and settings behind people, links, keys and sessions. */
export interface Access {
  readonly journal: Journal
  readonly settings: AccessEnvironment
  readonly secret: string
  readonly auth: Auth
}

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    access?: { journal: Journal; access: Promise<Access> }
  }
}

/** The access of this process, made anew when the journal was opened anew. @throws JournalError when the database cannot be used */
export async function getAccess(): Promise<Access> {
  const journal = await getJournal()
  const held = processWide.access
  if (held?.journal === journal) return held.access
  const made = { journal, access: makeAccess(journal, getAccessEnvironment(), resolve(getEnvironment().dataDir)) }
  processWide.access = made
  // A failure is not kept: the next request tries again.
  made.access.catch(() => processWide.access === made && (processWide.access = undefined))
  return made.access
}

/** @param dataDir where the secret that signs sessions is kept when the environment sets none */
export async function makeAccess(journal: Journal, settings: AccessEnvironment, dataDir: string): Promise<Access> {
  const secret = await loadSecret(journal, { given: settings.secret, dataDir })
  const auth = makeAuth(journal, { publicUrl: settings.publicUrl, port: settings.port, secret })
  return { journal, settings, secret, auth }
}
