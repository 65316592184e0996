import 'server-only'
import pg from 'pg'
import { getLog } from '@/lib/base/log'
import { newsChannel } from '../migrations/0007-activity'
import { newsTopics, topicsOf, type NewsTopic } from '../news'

/** Pause between two attempts to connect. */
const RETRY_MS = 2_000

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
export function listenForNews(url: string, onNews: (topics: readonly NewsTopic[]) => void): Listening {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null
  let isClosed = false
  let isTold = false

  const again = (mine: pg.Client, error?: Error) => {
    if (isClosed || client !== mine) return
    client = null
    void mine.end().catch(() => undefined)
    if (!isTold)
      getLog().warn(
        { err: error },
        'The journal’s database does not tell what other consoles write; open pages hear of it when it does again.',
      )
    isTold = true
    timer = setTimeout(connect, RETRY_MS)
    timer.unref()
  }
  function connect(): void {
    const mine = new pg.Client({
      connectionString: url,
      application_name: 'understudy news',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    })
    client = mine
    mine.on('error', (error) => again(mine, error))
    mine.on('end', () => again(mine))
    mine.on('notification', ({ payload = '' }) => onNews(topicsOf(payload)))
    mine
      .connect()
      .then(() => mine.query(`listen ${newsChannel}`))
      .then(
        () => {
          if (isTold) getLog().info('The journal’s database tells again what other consoles write.')
          isTold = false
          if (!isClosed) onNews(newsTopics)
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
