import 'server-only'
import type { ListedConnection } from '../decide/prove-process'
import { systemClock } from '@/lib/base/clock'
import { findHostPort } from '@/lib/model/hosts-agree'
import { askWord } from '@/lib/sources/quorum/four-letter-word'
import { findSessions } from '@/lib/sources/quorum/read-words'

/** Members that are known to refuse the word, so that looks at many JobManagers do not ask them each time. */
const refusedAt = new Map<string, number>()
const againMs = 60_000

/**
 * The connections of sessions, as members list them now (`cons`).
 * @param members `host:clientPort`
 * @returns null where no member allows it
 */
export async function listConnections(members: readonly string[]): Promise<ListedConnection[] | null> {
  const lastSent = await Promise.all(members.map(listOf))
  const lists = lastSent.filter((list) => list !== null)
  return lists.length === 0 ? null : lists.flat()
}

async function listOf(member: string): Promise<ListedConnection[] | null> {
  const target = findHostPort(member)
  if (!target || Date.now() - (refusedAt.get(member) ?? -Infinity) < againMs) return null
  const answer = await askWord(target, 'cons', systemClock)
  if (answer.kind !== 'text') return null
  const sessions = findSessions(answer.text)
  if (sessions === null) refusedAt.set(member, Date.now())
  return sessions?.map((session) => ({ ...session, member })) ?? null
}
