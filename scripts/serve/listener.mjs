import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { SetupError } from '../setup/root.mjs'
import { answerRefusal, findRequestRefusal, patience } from './refuse-request.mjs'

/**
 * Node's server for `listener`: https when the files of a certificate and its key are named, else http. A renewed certificate counts
 * without a restart; one that cannot be used is reported, and the former one stays.
 * @throws SetupError with what to fix
 */
export function createListener(listener, { certFile, keyFile, lookMs = 30_000, say = console.error, limits = patience }) {
  const guarded = (request, response) => {
    const refusal = findRequestRefusal(request)
    return refusal === null ? listener(request, response) : answerRefusal(response, refusal)
  }
  if (!certFile && !keyFile) return createServer(limits, guarded)
  if (!certFile || !keyFile) throw new SetupError('UNDERSTUDY_TLS_CERT and UNDERSTUDY_TLS_KEY: TLS needs both.')
  const read = () => ({
    cert: readPem(certFile, 'UNDERSTUDY_TLS_CERT'),
    key: readPem(keyFile, 'UNDERSTUDY_TLS_KEY'),
    minVersion: 'TLSv1.2',
  })
  // Taken before they are read: a write meanwhile is seen the next time.
  let stamp = toStamp(certFile, keyFile)
  const server = createTls({ ...limits, ...read() }, guarded)
  const look = () => {
    const now = toStamp(certFile, keyFile)
    if (now === stamp) return
    stamp = now
    try {
      server.setSecureContext(read())
    } catch (error) {
      say(`The new certificate cannot be used (${error.message}); the one before stays.`)
    }
  }
  const timer = setInterval(look, lookMs)
  timer.unref()
  server.on('close', () => clearInterval(timer))
  return server
}

function toStamp(...files) {
  return files
    .map((file) => statSync(file, { throwIfNoEntry: false }))
    .map((found) => (found ? `${found.mtimeMs} ${found.size} ${found.ino}` : ''))
    .join()
}

function createTls(options, listener) {
  try {
    return createTlsServer(options, listener)
  } catch (cause) {
    throw new SetupError(
      `UNDERSTUDY_TLS_CERT and UNDERSTUDY_TLS_KEY cannot be used: ${cause.message}. Name PEM files of a certificate and of its own key.`,
    )
  }
}

function readPem(file, variable) {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new SetupError(`${variable}: ${file} cannot be read (${cause.code ?? cause.message}).`)
  }
}
