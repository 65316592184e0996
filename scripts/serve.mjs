// The console's own server: Next behind Node's http or https. It decides two things that no page may decide: the
// address of a request's client, and whether a third party could read the request on its way.
import { EventEmitter } from 'node:events'
import next from 'next'
import { securityHeaders } from '../next.config.js'
import { compileLater } from './serve/compile-later.mjs'
import { createListener } from './serve/listener.mjs'
import { createOriginReader, parseTrustedProxies } from './serve/origin.mjs'
import { preloadRoutes } from './serve/preload.mjs'
import { createStaticAnswer } from './serve/static-files.mjs'
import { compressedFolder } from './setup/build.mjs'
import { toAddress } from './setup/console.mjs'
import { root, SetupError } from './setup/root.mjs'

const host = process.env.HOST || '127.0.0.1'
const port = Number(process.env.PORT || 8080)
const { UNDERSTUDY_TLS_CERT: certFile, UNDERSTUDY_TLS_KEY: keyFile, UNDERSTUDY_TRUST_PROXY: trusted } = process.env

async function main() {
  const compileAsUsual = compileLater()
  const setOrigin = createOriginReader(parseTrustedProxies(trusted))
  // Next listens to `upgrade` on the server that it is given, and leaves the connection open for ever. Without a listener
  // Node answers as if no other protocol had been requested, which Java's HttpClient and `curl --http2` do by themselves.
  const app = next({ dev: false, dir: root, hostname: host, port, httpServer: new EventEmitter() })
  // Before Next is ready, so that a taken port is reported at once.
  let handle = null
  const ready = app.prepare().then(() => (handle = app.getRequestHandler()))
  const answerStatic = createStaticAnswer(compressedFolder, securityHeaders)
  const server = createListener(
    async (request, response) => {
      setOrigin(request)
      if (answerStatic(request, response)) return
      if (handle === null) await ready
      handle(request, response)
    },
    { certFile, keyFile },
  )
  server.on('error', (error) =>
    fail(error.code === 'EADDRINUSE' ? `Port ${port} on ${host} is taken. Stop that process, or set PORT.` : error.message),
  )
  server.listen(port, host)
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])
    process.on(signal, () => void stop(app, server, code))
  await ready
  console.log(`Understudy answers at ${toAddress(host, port, Boolean(certFile))}`)
  // Without it routes are loaded at their first request.
  await preloadRoutes(app).catch((error) => console.error(`Routes could not be loaded ahead: ${error.message}`))
  compileAsUsual()
}

let isStopping = false

async function stop(app, server, code) {
  if (isStopping) return
  isStopping = true
  await new Promise((resolve) => server.close(resolve))
  await app.close().catch(() => undefined)
  process.exit(code)
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

main().catch((error) => fail(error instanceof SetupError ? error.message : (error.stack ?? String(error))))
