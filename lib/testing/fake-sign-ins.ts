import { processWide } from '@/lib/base/process-wide'
import type { Actor, PersonRole } from '@/lib/model/actor'
import type { SignInRefusal, SignedIn, SignIns } from '@/lib/access/signed-in'

export interface FakeSignIns extends SignIns {
  /** Sets the requester from now on; null: not signed in. */
  become(who: PersonRole | Actor | null, by?: SignedIn['by']): void
  /** Sets how long ago the session's step-up was. */
  proveAgo(ms: number): void
  /** Makes the database unusable from now on. */
  breakDown(): void
  /** Refusals that would be in the audit. */
  refusals: SignInRefusal[]
}

export function anActor(role: PersonRole, over: Partial<Actor> = {}): Actor {
  return { kind: 'person', id: `p-${role}`, name: `${role}@example.org`, role, ...over }
}

/** Sign-ins that the test controls; `useFakeSignIns` installs them where routes look them up. */
export function fakeSignIns(who: PersonRole | Actor | null = 'administrator'): FakeSignIns {
  let signedIn: SignedIn | null = null
  let isBroken = false
  let provenAgo = 0
  const provenAt = () => Date.now() - provenAgo
  const refusals: SignInRefusal[] = []
  const fake: FakeSignIns = {
    refusals,
    noteRefusal: async (refusal) => void refusals.push(refusal),
    forget: () => undefined,
    become(next, by = 'session') {
      const actor = typeof next === 'string' ? anActor(next) : next
      signedIn = actor && {
        actor,
        by,
        credentialId: 'c1',
        until: Date.now() + 3_600_000,
        provenAt: by === 'key' ? null : provenAt(),
        isHeldBack: false,
      }
    },
    noteUse: async () => undefined,
    proveAgo(ms) {
      provenAgo = ms
      if (signedIn?.by === 'session') signedIn = { ...signedIn, provenAt: provenAt() }
    },
    breakDown: () => void (isBroken = true),
    findSignedIn: async () => {
      if (isBroken) throw new Error('The database cannot be used.')
      return signedIn
    },
  }
  fake.become(who)
  return fake
}

/** For tests of routes: requests are made by `who`, unless changed. */
export function useFakeSignIns(who: PersonRole | Actor | null = 'administrator'): FakeSignIns {
  const fake = fakeSignIns(who)
  processWide.signIns = Promise.resolve(fake)
  return fake
}

/** Headers that a browser adds to a change requested by the console's own page. */
export const sameOrigin = { 'sec-fetch-site': 'same-origin' } as const
