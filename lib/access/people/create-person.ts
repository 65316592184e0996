import 'server-only'
import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { Tables } from '@/lib/journal/tables'
import type { PersonRole } from '@/lib/model/actor'
import type { Access } from '../access'
import { AccessError } from '../errors'
import { hashPassword, putPassword } from '../passwords/set-password'

export interface NewPerson {
  name: string
  email: string
  role: PersonRole
  /** null: they sign in by links or a provider. */
  password: string | null
}

/** @returns id of the person @throws AccessError person-exists */
export async function createPerson(access: Access, { password, ...person }: NewPerson): Promise<string> {
  const hash = password === null ? null : await hashPassword(access, password)
  return access.journal.db.transaction().execute((transaction) => insertPerson(transaction, { ...person, hash }))
}

/** @param person with the hash of their password, if they have one @returns id @throws AccessError person-exists */
export async function insertPerson(
  transaction: Transaction<Tables>,
  { name, email, role, hash }: Omit<NewPerson, 'password'> & { hash: string | null },
): Promise<string> {
  const [id, now] = [randomUUID(), new Date().toISOString()]
  const columns = sql.join(['id', 'name', 'email', 'emailVerified', 'createdAt', 'updatedAt', 'role'].map((column) => sql.ref(column)))
  const { rows } =
    await sql`insert into people (${columns}) values (${id}, ${name}, ${email.toLowerCase()}, false, ${now}, ${now}, ${role}) on conflict (email) do nothing returning id`.execute(
      transaction,
    )
  if (rows.length === 0)
    throw new AccessError(
      'person-exists',
      `A person with the address ${email} exists already. Sign in with it, or ask an administrator for a link that sets a new password.`,
    )
  if (hash !== null) await putPassword(transaction, id, hash)
  return id
}
