import 'server-only'
import pg from 'pg'
import { getLog } from '@/lib/base/log'
import { changeTopics, topicsOf, type ChangeTopic } from '../changes'

/** The channel that the database's triggers notify (migrations 0007 and 0009). */
const changesChannel = 'understudy_activity'

/** Pause between two attempts to connect. */
const retryMs = 2_000

export interface Listening {
  close(): Promise<void>
}

/**
 * Listens for writes of any console, through one connection of its own: the database's triggers notify when a transaction is committed,
 * once each.
 *
 * Cases: connected -> notifies of everything once, because a notification may have been missed; notified of a table -> notifies of its
 * topics; the connection breaks or fails -> again after two seconds; closed -> ends.
 */
export function listenForChanges(url: string, onChanges: (topics: readonly ChangeTopic[]) => void): Listening {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null
  let isClosed = false
  let isNotified = false

  const again = (mine: pg.Client, error?: Error) => {
    if (isClosed || client !== mine) return
    client = null
    void mine.end().catch(() => undefined)
    if (!isNotified)
      getLog().warn(
        { err: error },
        'The journal’s database does not notify of what other consoles write; open pages are updated when it does again.',
      )
    isNotified = true
    timer = setTimeout(connect, retryMs)
    timer.unref()
  }
  function connect(): void {
    const mine = new pg.Client({
      connectionString: url,
      application_name: 'understudy changes',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    })
    client = mine
    mine.on('error', (error) => again(mine, error))
    mine.on('end', () => again(mine))
    mine.on('notification', ({ payload = '' }) => onChanges(topicsOf(payload)))
    mine
      .connect()
      .then(() => mine.query(`listen ${changesChannel}`))
      .then(
        () => {
          if (isNotified) getLog().info('The journal’s database notifies again of what other consoles write.')
          isNotified = false
          if (!isClosed) onChanges(changeTopics)
        },
        (error: Error) => again(mine, error),
      )
  }
  connect()
  return {
    async close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
