import 'server-only'
import { toldTables } from '../news'

const writing = new RegExp(`^(insert into|update|delete from) "(${toldTables.join('|')})"`)

export interface Noticing {
  /** A statement succeeded. */
  executed(sql: string): void
  began(): void
  ended(how: 'commit' | 'rollback'): void
}

/** SQLite tells no one what was written, and only this process writes: the statements themselves say it. Told once a transaction, when it is on disk. */
export function createNoticing(onNews: () => void): Noticing {
  let isInTransaction = false
  let isDue = false
  const tell = () => {
    if (isDue && !isInTransaction) onNews()
    isDue &&= isInTransaction
  }
  return {
    executed(sql) {
      isDue ||= writing.test(sql)
      tell()
    },
    began: () => void (isInTransaction = true),
    ended(how) {
      isInTransaction = false
      isDue &&= how === 'commit'
      tell()
    },
  }
}
