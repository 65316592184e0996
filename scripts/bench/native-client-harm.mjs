// What the package `zookeeper` (C binding) does to the *other* sockets of its process while a ZooKeeper host is silent,
// beside Understudy's own client in the same situation (docs/decisions/0001). Loopback addresses only.
//   node scripts/bench/native-client-harm.mjs [clients] [seconds]
import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const self = fileURLToPath(import.meta.url)
const root = fileURLToPath(new URL('../..', import.meta.url))
const silentFor = 3000
const sessionTimeoutMs = 3000
const lanes = 8
/** How long the answering host takes: only requests that wait for an answer can be harmed. */
const thinkingMs = 50

/** A host whose kernel accepts no connection any more: the program accepts none, the queue is full, further SYNs are dropped. */
function beSilentHost() {
  const server = createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    process.send(server.address().port, () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
  })
}

async function startSilentHost() {
  const child = fork(self, ['silent-host'], { cwd: root })
  const port = await new Promise((resolve) => child.once('message', resolve))
  const fillers = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined))
  await sleep(500)
  return { port, close: () => (fillers.forEach((one) => one.destroy()), child.kill('SIGKILL')) }
}

/** Clients of one kind beside a steady flow of short TCP conversations that have nothing to do with ZooKeeper. */
async function runBeside([kind, silentPort, echoPort, clients, seconds]) {
  for (let i = 0; i < Number(clients); i++) await startClient(kind, `127.0.0.1:${silentPort}`)
  const until = performance.now() + Number(seconds) * 1000
  const result = { talks: 0, hung: 0, failed: 0, longestBlockMs: 0 }
  watchLoop(result)
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() < until) result[await talk(Number(echoPort))]++
    }),
  )
  process.send(result, () => process.exit(0))
}

async function startClient(kind, servers) {
  if (kind === 'native') {
    const found = createRequire(import.meta.url)('zookeeper')
    const client = new (found.default ?? found)()
    client.on('error', () => undefined)
    client.init({ connect: servers, timeout: sessionTimeoutMs, debug_level: 0, host_order_deterministic: false })
  } else if (kind === 'ours') {
    const { createZooKeeperClient } = await import('../../lib/sources/zookeeper/client.ts')
    createZooKeeperClient({ servers, sessionTimeoutMs })
  }
}

/** Connect, send, receive the echo, close. `hung`: a listening and answering host was silent for three seconds. */
function talk(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const end = (outcome) => {
      clearTimeout(limit)
      socket.destroy()
      resolve(outcome)
    }
    const limit = setTimeout(() => end('hung'), silentFor)
    socket.on('connect', () => socket.write('hello'))
    socket.on('data', () => end('talks'))
    socket.on('error', () => end('failed'))
  })
}

function watchLoop(result) {
  let last = performance.now()
  setInterval(() => {
    const now = performance.now()
    result.longestBlockMs = Math.max(result.longestBlockMs, now - last - 20)
    last = now
  }, 20)
}

async function measure(kind, silentPort, echoPort, clients, seconds) {
  const execArgv = ['--conditions=react-server', '--import', 'tsx']
  const child = fork(self, ['beside', kind, silentPort, echoPort, clients, seconds].map(String), { cwd: root, execArgv })
  return new Promise((resolve) => {
    child.once('message', resolve)
    child.once('exit', (code, signal) => resolve({ ended: signal ?? `code ${code}` }))
  })
}

async function main([clients = '20', seconds = '30']) {
  const silent = await startSilentHost()
  // Echoes from this process: only the sockets of the other one are in question.
  const echo = createServer((socket) =>
    socket.on('error', () => undefined).on('data', (said) => setTimeout(() => socket.write(said), thinkingMs)),
  )
  await new Promise((resolve) => echo.listen(0, '127.0.0.1', resolve))
  console.log(
    `${clients} clients of a silent ZooKeeper host, ${seconds} s each; beside them short TCP conversations with a host that answers`,
  )
  const rows = {}
  for (const [kind, name] of [
    ['none', 'no ZooKeeper client'],
    ['ours', 'our client'],
    ['native', 'package zookeeper'],
  ]) {
    const result = await measure(kind, silent.port, echo.address().port, clients, seconds)
    rows[name] = result.ended
      ? { conversations: `process ended: ${result.ended}` }
      : {
          conversations: result.talks + result.hung + result.failed,
          'hung for 3 s': result.hung,
          failed: result.failed,
          'event loop blocked, longest ms': Math.round(result.longestBlockMs),
        }
  }
  console.table(rows)
  echo.close()
  silent.close()
  process.exit(0)
}

const [role, ...rest] = process.argv.slice(2)
if (role === 'silent-host') beSilentHost()
else if (role === 'beside') await runBeside(rest)
else await main(process.argv.slice(2))
