import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { until } from '@/lib/testing/until'
import { createZooKeeperClient, type ZooKeeperClient, type ZooKeeperClientOptions } from './client'

const keytool = promisify(execFile)
const password = 'only-for-this-test'
const packageName = 'org.apache.flink.shaded.zookeeper3.org.apache.zookeeper'

interface Identity {
  keystore: string
  /** PEM */
  certificate: string
}

const endings: (() => unknown)[] = []
let folder: string
let server: Identity
let stranger: Identity
let port: number
let zooKeeper: RealZooKeeper

/** A key and a self-signed certificate for 127.0.0.1, made by the JDK that runs the ZooKeeper. */
async function makeIdentity(name: string): Promise<Identity> {
  const keystore = join(folder, `${name}.p12`)
  const pem = join(folder, `${name}.pem`)
  const store = ['-keystore', keystore, '-storepass', password, '-alias', name]
  await keytool('keytool', [
    '-genkeypair',
    ...store,
    '-storetype',
    'PKCS12',
    '-keyalg',
    'EC',
    '-groupname',
    'secp256r1',
    '-dname',
    `CN=${name}`,
    '-ext',
    'san=ip:127.0.0.1',
    '-validity',
    '2',
  ])
  await keytool('keytool', ['-exportcert', '-rfc', ...store, '-file', pem])
  return { keystore, certificate: await readFile(pem, 'utf8') }
}

function open(options: Partial<ZooKeeperClientOptions>): ZooKeeperClient {
  const client = createZooKeeperClient({ servers: `127.0.0.1:${port}`, sessionTimeoutMs: 4000, connectTimeoutMs: 5000, ...options })
  endings.push(() => client.close())
  return client
}

const reasonOf = ({ session }: ZooKeeperClient) => ('reason' in session ? (session.reason ?? '') : '')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-tls-'))
  server = await makeIdentity('server')
  stranger = await makeIdentity('stranger')
  port = (await getFreePorts(1))[0] ?? 0
  zooKeeper = await startZooKeeper({
    members: 1,
    config: [
      `secureClientPort=${port}`,
      `ssl.keyStore.location=${server.keystore}`,
      `ssl.keyStore.password=${password}`,
      'ssl.clientAuth=none',
    ],
    javaOptions: [`-Dzookeeper.serverCnxnFactory=${packageName}.server.NettyServerCnxnFactory`],
  })
})
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})
afterAll(async () => {
  await zooKeeper?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a client of a ZooKeeper with TLS', () => {
  it('A client with the right certificate reads, writes and receives changes over TLS', async () => {
    const client = open({ tls: { ca: server.certificate } })
    const paths: string[] = []
    client.onWatch(({ path }) => void paths.push(path))
    await client.addWatch('/', 'persistent-recursive')
    const data = Buffer.alloc(200_000, 'x')
    await client.create('/over-tls', data)
    expect(Buffer.compare((await client.getData('/over-tls')).data, data)).toBe(0)
    expect(paths).toEqual(['/over-tls'])
    await client.delete('/over-tls')
  })

  it('A client refuses a server with another certificate, and names the certificate as the reason', async () => {
    const client = open({ tls: { ca: stranger.certificate } })
    await until('the certificate is named as the reason', () => /certificate/i.test(reasonOf(client)), 60_000)
    await expect(client.getData('/', { signal: AbortSignal.timeout(300) })).rejects.toMatchObject({ code: 'aborted' })
  })

  it('A client without TLS reports a lost connection to a server that expects TLS', async () => {
    const client = open({})
    await until('a reason is told', () => /connection|handshake|answer/.test(reasonOf(client)), 60_000)
    expect([client.session.state, client.counters.connects]).toEqual([expect.stringMatching(/connecting|disconnected/), 0])
  })
})
