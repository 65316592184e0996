import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root, SetupError } from './root.mjs'

/** The address to bind to out of -H/--hostname or HOST. Loopback only; anything else is refused with the reason. */
export function getLoopbackHost(wanted) {
  const host = wanted || '127.0.0.1'
  if (host === 'localhost') return '127.0.0.1'
  if (host === '::1' || isLoopbackV4(host)) return host
  throw new SetupError(
    `Understudy does not listen on ${host}: it has no sign-in yet, so everybody who reaches it sees everything. It binds to 127.0.0.1 (or ::1) only. From another machine: ssh -L 8080:127.0.0.1:8080 this-host, then open http://127.0.0.1:8080.`,
  )
}

function isLoopbackV4(host) {
  const octets = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host)
  return octets !== null && octets.slice(1).every((octet) => Number(octet) <= 255)
}

/** A TCP port out of -p/--port or PORT. */
export function getPort(wanted) {
  const text = String(wanted || 8080)
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port
  throw new SetupError(`“${text}” is no port: name a number from 1 to 65535.`)
}

/** Starts the built console; `detached` keeps it away from the terminal's Ctrl-C so that the caller ends it in its own order. */
export function spawnConsole({ host, port, env = process.env, stdio = 'inherit', detached = false }) {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  // Room for young objects: what comes from ZooKeeper in bulk is gone again within milliseconds, unless a collection in between keeps it.
  return spawn(process.execPath, ['--max-semi-space-size=32', next, 'start', '-H', host, '-p', String(port)], {
    cwd: root,
    // File reads and name look-ups share these threads: a hanging network share must not stop both.
    env: { UV_THREADPOOL_SIZE: '16', ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', HOST: host, PORT: String(port) },
    stdio,
    detached,
  })
}
