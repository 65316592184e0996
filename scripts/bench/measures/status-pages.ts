import { join } from 'node:path'
import { startStatus } from '@/e2e/fixtures/start-status'
import { openJournal } from '@/lib/journal/open'
import { writeObserved } from '@/lib/status/store/head'
import { fillStatus, toClusterId } from '@/lib/testing/fill-status'
import type { BenchContext } from '../context'
import type { Figure } from '../report/figure'
import { measureLive } from '../status/measure-live'
import { measureLoad } from '../status/measure-load'

const names = Array.from({ length: 10 }, (_, i) => `Service ${i + 1}`)

/** A page of ten services with ninety days each, served by `npm run status`, with a pulse each second as a console writes it. */
export async function measureStatusPages(context: BenchContext): Promise<Figure[]> {
  const dataDir = join(context.folder, 'status')
  const journal = await openJournal({ dataDir, databaseUrl: null })
  await fillStatus(journal, names, Date.now())
  const pulse = setInterval(() => {
    void journal.db
      .transaction()
      .execute((writer) => writeObserved(writer, Object.fromEntries(names.map((name) => [toClusterId(name), Date.now()]))))
  }, 1_000)
  const status = await startStatus(dataDir)
  try {
    return [...(await measureLoad(context, status.port, names.length)), ...(await measureLive(context, status.port, journal, names))]
  } finally {
    clearInterval(pulse)
    await status.close()
    await journal.close()
  }
}
