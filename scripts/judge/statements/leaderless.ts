import type { SeenLeadership, Truth } from '../truth/truth'
import { causes, graceFor, type Cause, type StatementId } from './graces'

/** When the request of an answer was sent and the answer complete. */
export interface When {
  asked: number
  got: number
}

/** A time without a leader. */
export interface Outage {
  from: number
  /** null: it goes on. */
  to: number | null
  /** When ZooKeeper listed the next leader: up to seconds later on a busy machine, and as good an end of the outage. */
  listedAt: number | null
  cause: Cause
  /** The leader before. */
  last: string | null
}

/** A leader that led for so short a time did not end the outage. */
const settledMs = 3_000

const isLeaderless = ({ claims }: SeenLeadership) => claims.length === 0

/**
 * Whether there has been no leader for longer than the statement's grace for the cause; null: not known. The grace begins with the cause: a
 * frozen leader that is killed is dead from then on.
 */
export function isLeaderlessBeyond(truth: Truth, { asked, got }: When, statement: StatementId, extraMs = 0): boolean | null {
  return anyOf(
    causes.map((cause) => {
      const from = asked - graceFor(statement, cause) - extraMs
      const wasCause = truth.leadership.always(from, from, (then) => isLeaderless(then) && then.cause === cause)
      return wasCause === null ? null : wasCause && truth.leadership.always(from, got, isLeaderless)
    }),
  )
}

/** The times without a leader, from the observations; short returns of a leader in between are left out. */
export function listOutages(truth: Truth): Outage[] {
  const outages: Outage[] = []
  const { stretches } = truth.leadership
  stretches.forEach(({ value, from }, index) => {
    const previous = stretches[index - 1]
    if (!isLeaderless(value) || value.cause === null || (previous && isLeaderless(previous.value))) return
    // It ended between the last sample with a leader and the first without.
    const begins = previous?.until ?? from
    const next = stretches.slice(index).find((stretch) => !isLeaderless(stretch.value))
    const listedAt = stretches.slice(index).find(({ value: then }) => then.proven !== null)?.from ?? null
    const last = outages.at(-1)
    if (last && last.to !== null && begins - last.to < settledMs) Object.assign(last, { to: next?.from ?? null, listedAt })
    else outages.push({ from: begins, to: next?.from ?? null, listedAt, cause: value.cause, last: value.last })
  })
  return outages
}

/** The outage that began last, not after `at`. */
export function findOutage(truth: Truth, at: number): Outage | null {
  return listOutages(truth).findLast(({ from }) => from <= at) ?? null
}

/** True if one is, null if none is and one is not known. */
export function anyOf(answers: (boolean | null)[]): boolean | null {
  return answers.includes(true) ? true : answers.includes(null) ? null : false
}

export function toClock(at: number): string {
  return new Date(at).toISOString().slice(11, 23)
}

/** What the judge knows of the leader, in words. */
export function toLeadershipText(truth: Truth, at: number): string {
  const found = truth.leadership.possible(at, at)?.at(-1)
  if (!found) return 'not known'
  if (found.claims.length > 0) return `${found.claims.join(' and ')} leads${found.proven ? '' : ', not listed by ZooKeeper'}`
  const outage = findOutage(truth, at)
  return `nobody leads since ${outage ? toClock(outage.from) : '?'} (${found.last ?? 'none before'}: ${found.cause ?? 'no cause'})`
}
