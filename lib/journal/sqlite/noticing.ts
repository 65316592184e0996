import 'server-only'
import { topicsOf, type ChangeTopic } from '../changes'

const writing = /^(?:insert into|update|delete from) "(\w+)"/

export interface Noticing {
  /** A statement succeeded. @param touched whether it changed any row */
  executed(sql: string, touched: boolean): void
  began(): void
  ended(how: 'commit' | 'rollback'): void
}

/**
 * SQLite sends no notification of writes, and only this process writes: the statements themselves show it. Notifies once per transaction,
 * when it is on disk.
 */
export function createNoticing(onChanges: (topics: readonly ChangeTopic[]) => void): Noticing {
  let isInTransaction = false
  const due = new Set<ChangeTopic>()
  const notify = () => {
    if (isInTransaction || due.size === 0) return
    const topics = [...due]
    due.clear()
    onChanges(topics)
  }
  return {
    executed(sql, touched) {
      const table = touched ? writing.exec(sql)?.[1] : undefined
      if (table !== undefined) for (const topic of topicsOf(table)) due.add(topic)
      notify()
    },
    began: () => void (isInTransaction = true),
    ended(how) {
      isInTransaction = false
      if (how === 'rollback') due.clear()
      notify()
    },
  }
}
