// A process that stands in for a JobManager where Flink itself would prove nothing more: real command line, real session and
// latch in a real ZooKeeper, real ports, and the election as Flink (1.15 on) holds it. It runs no jobs. Bundled and started by
// start-stand-ins.ts.
import { randomUUID } from 'node:crypto'
import { appendFileSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTcpServer, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { leaderInfoBytes } from '@/lib/testing/recorded/a-znode-tree'
import type { StandInConf } from './conf'

const valueOf = (name: string) => process.argv[process.argv.indexOf(name) + 1] ?? ''
const restPort = Number(valueOf('--webui-port'))
const confDir = valueOf('--configDir')
const { servers, root, sessionTimeoutMs, halts, rpcPorts } = JSON.parse(readFileSync(`${confDir}/stand-in.json`, 'utf8')) as StandInConf
/** It is notified of changes; this is for changes without a notification. */
const lookMs = 1_000

const client = createZooKeeperClient({ servers, sessionTimeoutMs })
const starts = `${confDir}/stand-in-${restPort}.starts`
appendFileSync(starts, '.')
const rpcPort = rpcPorts[restPort]?.[readFileSync(starts, 'utf8').length - 1]
if (rpcPort === undefined) throw new Error(`The stand-in of ${restPort} has no RPC port left: it was started too often`)
const rpc = createTcpServer().listen(rpcPort, '127.0.0.1')
await new Promise((resolve) => rpc.once('listening', resolve))

/** Node has no public list of its sockets. */
function getConnections(): Socket[] {
  const { _getActiveHandles } = process as unknown as { _getActiveHandles(): unknown[] }
  return _getActiveHandles.call(process).filter((handle) => handle instanceof Socket)
}

async function makeParents(path: string): Promise<void> {
  const parts = path.split('/').slice(1, -1)
  for (let i = 1; i <= parts.length; i++) await client.create(`/${parts.slice(0, i).join('/')}`, new Uint8Array()).catch(() => undefined)
}

/** The web port in its data lets a test identify it. */
const folder = `${root}/leader/latch`
await makeParents(`${folder}/x`)
const mine = (await client.create(`${folder}/_c_${randomUUID()}-latch-`, Buffer.from(String(restPort)), { mode: 'ephemeral-sequential' }))
  .split('/')
  .at(-1)!

function isFirst(names: readonly string[]): boolean {
  const number = (name: string) => name.slice(name.lastIndexOf('-') + 1)
  return names.includes(mine) && names.every((name) => number(name) >= number(mine))
}

/** Like Flink's leader: replaces what another session published. */
async function publish(): Promise<void> {
  const leaderSessionId = randomUUID()
  const addresses = {
    dispatcher: `pekko.tcp://flink@localhost:${rpcPort}/user/rpc/dispatcher_1`,
    resource_manager: `pekko.tcp://flink@localhost:${rpcPort}/user/rpc/resourcemanager_2`,
    rest_server: `http://localhost:${restPort}`,
  }
  for (const [component, address] of Object.entries(addresses)) {
    const path = `${root}/leader/${component}/connection_info`
    await makeParents(path)
    await client.delete(path).catch(() => undefined)
    await client.create(path, leaderInfoBytes(address, leaderSessionId), { mode: 'ephemeral' })
  }
}

/** Kept open, like log4j's: the lines of this start about its session, and over which of its connections it was established. */
const logPath = process.argv.at(-1)!.replace('-Dlog.file=', '')
const logFile = openSync(logPath, 'a+')
const toLog = () => {
  const id = 'sessionId' in client.session ? client.session.sessionId : ''
  const members = servers.split(',').map((server) => Number(server.slice(server.lastIndexOf(':') + 1)))
  const { localAddress, localPort, remoteAddress, remotePort } = getConnections().find((socket) =>
    members.includes(socket.remotePort ?? 0),
  )!
  const server = `localhost/${remoteAddress}:${remotePort}`
  const cnxn = 'INFO org.apache.zookeeper.ClientCnxn -'
  return `${cnxn} Socket connection established, initiating session, client: /${localAddress}:${localPort}, server: ${server}\n${cnxn} Session establishment complete on server ${server}, session id = ${id}, negotiated timeout = ${sessionTimeoutMs}\nINFO org.apache.flink.runtime.dispatcher.DispatcherRestEndpoint - Rest endpoint listening at localhost:${restPort}\n`
}
appendFileSync(logFile, toLog())
const log = () => readFileSync(logPath, 'utf8')
const answers: Record<string, () => unknown> = {
  '/config': () => ({ 'refresh-interval': 3000, 'flink-version': '2.3.0', 'flink-revision': 'stand-in' }),
  '/jobmanager/config': () =>
    Object.entries({
      'jobmanager.rpc.address': 'localhost',
      'jobmanager.rpc.port': String(rpcPort),
      'rest.address': 'localhost',
      'rest.port': String(restPort),
    }).map(([key, value]) => ({ key, value })),
  '/jobs/overview': () => ({ jobs: [] }),
  '/taskmanagers': () => ({ taskmanagers: [] }),
}
createServer((request, response) => {
  if (request.url === '/jobmanager/log') return void response.writeHead(200, { 'content-type': 'text/plain' }).end(log())
  const answer = answers[request.url ?? '']
  response
    .writeHead(answer ? 200 : 404, { 'content-type': 'application/json; charset=UTF-8' })
    .end(JSON.stringify(answer ? answer() : { errors: ['Not found.'] }))
}).listen(restPort, '127.0.0.1')

process.on('SIGTERM', () => (halts ? process.exit(239) : void client.close().finally(() => process.exit(143))))

/** Like Curator, it asks again after an error: a process that was frozen wakes to requests whose time is over. */
const readLine = () =>
  client.getChildren(folder, { watch: true }).then(
    ({ children }) => children,
    (): string[] => [],
  )

let wake = () => {}
client.onWatch(() => wake())
for (;;) {
  const changed = new Promise<void>((resolve) => (wake = resolve))
  if (isFirst(await readLine())) break
  await Promise.race([changed, sleep(lookMs)])
}
await publish()
