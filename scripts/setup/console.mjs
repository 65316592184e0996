import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { root, SetupError } from './root.mjs'

/** The address to bind to, from -H/--hostname or HOST. */
export function getHost(wanted) {
  const host = (wanted || '127.0.0.1').trim()
  if (host === 'localhost') return '127.0.0.1'
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare) !== 0 || /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(bare)) return bare
  throw new SetupError(`“${host}” is no address to listen on. Name one of this machine, like 127.0.0.1 or 0.0.0.0.`)
}

/** What a third party could read on the network, as a sentence for the terminal; null: nothing. */
export function findExposure(host, env = process.env) {
  const isLoopback = host === '::1' || /^127\./.test(host)
  if (isLoopback || env.UNDERSTUDY_TLS_CERT || env.UNDERSTUDY_TRUST_PROXY) return null
  return `Listening on ${host} without TLS: passwords and keys can be read on their way. Set UNDERSTUDY_TLS_CERT and UNDERSTUDY_TLS_KEY, or put a proxy with TLS in front and name it in UNDERSTUDY_TRUST_PROXY.`
}

/** Why FLINK_HOME is no Flink, as a sentence for the terminal; null: it is one, or is not set. */
export function findHomeProblem({ FLINK_HOME: home } = process.env) {
  if (!home || existsSync(join(home, 'bin', 'jobmanager.sh'))) return null
  return `FLINK_HOME=${home} is no Flink home: it has no bin/jobmanager.sh. Set it to the folder that Flink was unpacked to.`
}

/** The address for a browser on this machine. */
export function toAddress(host, port, isSecure) {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${isSecure ? 'https' : 'http'}://${name}:${port}`
}

/** A TCP port from -p/--port or PORT. */
export function getPort(wanted) {
  const text = String(wanted || 8080)
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port
  throw new SetupError(`“${text}” is no valid port. Use a number from 1 to 65535.`)
}

/**
 * Room for young objects, from the start: bulk data from ZooKeeper is garbage within milliseconds, unless a collection in between promotes
 * it.
 */
export const v8Options = ['--min-semi-space-size=16', '--max-semi-space-size=32']

/** Starts the built console; `detached` keeps it away from the terminal's Ctrl-C so that the caller ends it in its own order. */
export function spawnConsole({ host, port, env = process.env, stdio = 'inherit', detached = false }) {
  return spawn(process.execPath, [...v8Options, join(root, 'scripts', 'serve.mjs')], {
    cwd: root,
    // File reads and name look-ups share these threads: a hanging network share must not stop both.
    env: { UV_THREADPOOL_SIZE: '16', ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', HOST: host, PORT: String(port) },
    stdio,
    detached,
  })
}
