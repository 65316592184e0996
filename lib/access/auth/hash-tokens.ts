import 'server-only'
import { createHash } from 'node:crypto'
import type { DBAdapter, DBTransactionAdapter, Where } from '@better-auth/core/db/adapter'

interface Query {
  model: string
  where?: Where[] | undefined
}

/** What is stored of a session's token, and of a link's: a copy of the database contains no token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Stores the SHA-256 of session tokens instead of the tokens. Only a query with the token gets the token back in the row. */
export function withHashedTokens(adapter: DBAdapter): DBAdapter {
  return { ...hashing(adapter), transaction: (run) => adapter.transaction((inner) => run(hashing(inner))) }
}

function hashing<A extends DBTransactionAdapter>(adapter: A): A {
  return {
    ...adapter,
    async create(asked: { model: string; data: Record<string, unknown> }) {
      const { token } = asked.data
      if (asked.model !== 'session' || typeof token !== 'string') return adapter.create(asked)
      return { ...(await adapter.create({ ...asked, data: { ...asked.data, token: hashToken(token) } })), token }
    },
    async findOne(asked: Query & { where: Where[] }) {
      return withToken(await adapter.findOne<object>({ ...asked, where: toHashed(asked) }), asked)
    },
    async update(asked: Query & { where: Where[]; update: Record<string, unknown> }) {
      return withToken(await adapter.update<object>({ ...asked, where: toHashed(asked) }), asked)
    },
    findMany: (asked: Query) => adapter.findMany({ ...asked, where: toHashed(asked) }),
    count: (asked: Query) => adapter.count({ ...asked, where: toHashed(asked) }),
    updateMany: (asked: Query & { update: Record<string, unknown> }) => adapter.updateMany({ ...asked, where: toHashed(asked) }),
    delete: (asked: Query) => adapter.delete({ ...asked, where: toHashed(asked) }),
    deleteMany: (asked: Query) => adapter.deleteMany({ ...asked, where: toHashed(asked) }),
    consumeOne: (asked: Query) => adapter.consumeOne({ ...asked, where: toHashed(asked) }),
  } as A
}

function toHashed({ model, where = [] }: Query): Where[] {
  return where.map((one) => {
    if (model !== 'session' || one.field !== 'token') return one
    return {
      ...one,
      value: Array.isArray(one.value) ? one.value.map((token) => hashToken(String(token))) : hashToken(String(one.value)),
    } as Where
  })
}

/** better-auth compares and passes on the token of the row that it queried. */
function withToken(row: object | null, { model, where = [] }: Query): object | null {
  const asked = model === 'session' ? where.find(({ field }) => field === 'token')?.value : undefined
  return row !== null && typeof asked === 'string' ? { ...row, token: asked } : row
}
