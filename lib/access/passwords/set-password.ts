import 'server-only'
import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { Tables } from '@/lib/journal/tables'
import type { Access } from '../access'
import { inHashTurn } from './hash-semaphore'

export async function hashPassword({ auth }: Access, password: string): Promise<string> {
  const { password: hasher } = await auth.$context
  return inHashTurn(() => hasher.hash(password))
}

/**
 * Sets a password that was accepted and signs the person out everywhere. A person who knew the old one may have made keys with it: the
 * caller decides what happens to those (`disableKeys`).
 */
export async function putPassword(transaction: Transaction<Tables>, personId: string, hash: string): Promise<void> {
  const now = new Date().toISOString()
  const columns = sql.join(
    ['id', 'accountId', 'providerId', 'userId', 'password', 'createdAt', 'updatedAt'].map((column) => sql.ref(column)),
  )
  await sql`insert into credentials (${columns}) values (${randomUUID()}, ${personId}, 'credential', ${personId}, ${hash}, ${now}, ${now})
    on conflict (${sql.ref('providerId')}, ${sql.ref('accountId')}) do update set password = excluded.password, ${sql.ref('updatedAt')} = ${now}`.execute(
    transaction,
  )
  await sql`delete from sessions where ${sql.ref('userId')} = ${personId}`.execute(transaction)
}
