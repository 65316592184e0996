import { once } from 'node:events'
import { toMessage } from '@/lib/base/errors'
import { closeJournal } from '@/lib/journal/database'
import { getLog } from '@/lib/base/log'
import { toStatusOrigin } from '@/lib/status/serve/origin'
import { createStatusServer } from '@/lib/status/serve/node-server'
import { createStatusService } from '@/lib/status/serve/service'
import { createOriginReader, parseTrustedProxies } from '../serve/origin.mjs'

/** Serves until it is told to end. A database that is not reachable yet is retried all the time, and pages say so. */
export async function serveStatus({ host, port }: { host: string; port: number }): Promise<void> {
  const log = getLog()
  const setOrigin = createOriginReader(parseTrustedProxies(process.env.UNDERSTUDY_TRUST_PROXY))
  let problem: string | null = null
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const service = createStatusService({
    origin: toStatusOrigin(address),
    onProblem: (error) => {
      const text = error === null ? null : toMessage(error)
      if (text !== null && text !== problem)
        log.error({ err: error }, 'The database cannot be read. What was read last is served on, and says how old it is.')
      if (text === null && problem !== null) log.info('The database can be read again.')
      problem = text
    },
  })
  // The first answer has to be a page already, not that nothing was read yet.
  await service.store.look()
  const server = createStatusServer(service, (request) => {
    setOrigin(request)
    const address = request.headers['x-understudy-address']
    return typeof address === 'string' ? address : null
  })
  server.listen(port, host)
  await once(server, 'listening')
  console.log(`Status pages: ${address}/status/{page}`)
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
