import { makeAccess, type Access } from '@/lib/access/access'
import type { RequestOrigin } from '@/lib/access/request-origin'
import { processWide } from '@/lib/base/process-wide'
import type { PersonRole } from '@/lib/model/actor'
import { getAccessEnvironment } from '@/lib/settings/access-environment'
import { createPerson } from '@/lib/access/people/create-person'
import { beginSession } from '@/lib/access/sessions/begin-session'
import { makeKey } from '@/lib/access/keys/keys'
import { aJournalPlace } from './a-journal'
import './cheap-passwords'

export const goodPassword = 'lamp over the leader'
export const here: RequestOrigin = { from: '10.0.0.9', userAgent: 'Mozilla/5.0 (X11; Linux) Firefox/140.0' }

/** The code with which something is refused; null: it is not. */
export const refused = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    ({ code }: { code: string }) => code,
  )

/** The token in a link. */
export const tokenOf = (url: string) => url.split('#')[1] ?? ''

export interface TestAccess {
  access: Access
  /** Adds a person with a password and a session; returns the header that carries it. */
  addPerson(
    role: PersonRole,
    email?: string,
  ): Promise<{
    id: string
    email: string
    cookie: string
    requester: { actor: { kind: 'person'; id: string; name: string; role: PersonRole } } & RequestOrigin
  }>
  /** Adds a key of that person. */
  addKey(personId: string, role: PersonRole, days?: number): Promise<{ id: string; authorization: string }>
  /** The audit, oldest first. */
  readAudit(): Promise<
    {
      action: string
      result: string
      target: string | null
      reason: string | null
      actor_name: string | null
      from_address: string | null
    }[]
  >
  close(): Promise<void>
}

/** People, sessions and keys over an empty journal of their own; also installed where routes look them up. */
export async function anAccess(environment: Record<string, string> = {}, databaseUrl: string | null = null): Promise<TestAccess> {
  const place = aJournalPlace(databaseUrl)
  const journal = await place.open()
  const access = await makeAccess(journal, getAccessEnvironment(environment), place.place.dataDir)
  processWide.access = { journal, access: Promise.resolve(access) }
  processWide.journal = { journal: Promise.resolve(journal), problem: null, failedAt: null } as typeof processWide.journal
  processWide.signIns = undefined
  return {
    access,
    async addPerson(role, email = `${role}@example.org`) {
      const id = await createPerson(access, { name: email, email, role, password: goodPassword })
      const { cookies } = await beginSession(access, id, here)
      return { id, email, cookie: cookies[0]!.split(';')[0]!, requester: { actor: { kind: 'person', id, name: email, role }, ...here } }
    },
    async addKey(personId, role, days = 30) {
      const { id, key } = await makeKey(
        access,
        { actor: { kind: 'person', id: personId, name: 'maker', role: 'administrator' }, ...here },
        { name: `${role} key`, role, days },
      )
      return { id, authorization: `Bearer ${key}` }
    },
    readAudit: () =>
      journal.db
        .selectFrom('audit')
        .select(['action', 'result', 'target', 'reason', 'actor_name', 'from_address'])
        .orderBy('seq')
        .execute(),
    async close() {
      processWide.access = undefined
      processWide.journal = undefined
      processWide.signIns = undefined
      await place.close()
    },
  }
}
