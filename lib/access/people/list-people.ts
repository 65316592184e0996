import 'server-only'
import type { InvitationView, OpenLinkKind, PersonView, ResetLinkView } from '@/lib/model/access-views'
import type { Access } from '../access'
import { toRole } from '../auth/to-role'
import { makerHasRight } from '../links/maker-right'

/** Bounded: a console has dozens of people. */
const most = 1_000

export async function listPeople({ auth, journal }: Access): Promise<PersonView[]> {
  const { internalAdapter } = await auth.$context
  const people = await internalAdapter.listUsers(most, 0, { field: 'createdAt', direction: 'asc' })
  const factors = new Set(
    (await journal.db.selectFrom('second_factors').select('person_id').where('confirmed_at', 'is not', null).execute()).map(
      ({ person_id }) => person_id,
    ),
  )
  return Promise.all(
    people.map(async (person) => {
      const [accounts, sessions] = await Promise.all([
        internalAdapter.findAccounts(person.id),
        internalAdapter.listSessions(person.id, { onlyActiveSessions: true }),
      ])
      const newest =
        sessions
          .map(({ createdAt }) => createdAt.toISOString())
          .sort()
          .at(-1) ?? null
      return {
        id: person.id,
        name: person.name,
        email: person.email,
        role: toRole((person as { role?: unknown }).role),
        since: person.createdAt.toISOString(),
        lastSignIn: newest,
        hasSecondFactor: factors.has(person.id),
        by: [...new Set(accounts.map(({ providerId }) => (providerId === 'credential' ? ('password' as const) : ('provider' as const))))],
      }
    }),
  )
}

/** Invitations that can still be used. */
export async function listInvitations(access: Access): Promise<InvitationView[]> {
  const rows = await readOpenLinks(access, 'invitation')
  return rows.map(({ id, email, role, made_by, ends_at }) => ({
    id,
    email: email ?? '',
    role: role ?? 'viewer',
    invitedBy: made_by,
    endsAt: new Date(ends_at).toISOString(),
  }))
}

/** Links for a new password that can still be used: each signs its bearer in as that person. */
export async function listResetLinks(access: Access): Promise<ResetLinkView[]> {
  const rows = await readOpenLinks(access, 'reset')
  return rows.map(({ id, email, made_by: madeBy, ends_at }) => ({
    id,
    email: email ?? '',
    madeBy,
    endsAt: new Date(ends_at).toISOString(),
  }))
}

async function readOpenLinks({ journal, settings }: Access, kind: OpenLinkKind) {
  const open = journal.db
    .selectFrom('links')
    .selectAll()
    .where('kind', '=', kind)
    .where('used_at', 'is', null)
    .where('ends_at', '>', Date.now())
    .where(makerHasRight(settings))
  return open.orderBy('made_at', 'desc').limit(most).execute()
}
