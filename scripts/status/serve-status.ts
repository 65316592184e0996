import { once } from 'node:events'
import { closeJournal, getJournal } from '@/lib/journal/database'
import { getLog } from '@/lib/observer/log'
import { createStatusServer } from '@/lib/status/serve/node-server'
import { createStatusService } from '@/lib/status/serve/service'

/** Serves until it is told to end. A database that is not there yet is tried again all the time, and pages say so. */
export async function serveStatus({ host, port }: { host: string; port: number }): Promise<void> {
  const log = getLog()
  let problem: string | null = null
  const service = createStatusService(getJournal, (error) => {
    const text = error === null ? null : error instanceof Error ? error.message : String(error)
    if (text !== null && text !== problem) log.error({ err: error }, 'The database cannot be read. What was read last is served on, and says how old it is.')
    if (text === null && problem !== null) log.info('The database can be read again.')
    problem = text
  })
  // The first answer is to be a page already, not that nothing was read yet.
  await service.store.look()
  const server = createStatusServer(service)
  server.listen(port, host)
  await once(server, 'listening')
  console.log(`Status pages: http://${host.includes(':') ? `[${host}]` : host}:${port}/status/{page}`)
  const stop = async () => {
    service.close()
    server.close()
    server.closeAllConnections()
    await closeJournal()
    process.exit(0)
  }
  process.once('SIGTERM', () => void stop())
  process.once('SIGINT', () => void stop())
}
