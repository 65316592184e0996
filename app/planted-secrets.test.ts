import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { runDoctor } from '@/lib/doctor/run-doctor'
import { aConf } from '@/lib/doctor/testing/a-conf'
import { decodeHaTree } from '@/lib/flink/layouts/decode-ha-tree'
import type { PointerNode } from '@/lib/flink/layouts/types'
import { createSnapshotDeriver, emptyMemory } from '@/lib/model/derive-snapshot'
import { known, unknown } from '@/lib/model/observed'
import { logOptions } from '@/lib/base/log'
import { readOwnConfig } from '@/lib/sources/jobmanager/own-config'
import { aConfigurationView } from '@/lib/testing/a-configuration-view'
import { aFakeConsole } from '@/lib/testing/a-fake-console'
import { useFakeSignIns } from '@/lib/testing/fake-sign-ins'
import { loadRecordedTree } from '@/lib/testing/recorded/recorded-flink'
import { someConfiguration } from '@/lib/testing/some-configuration'
import { aJobManager, aNow, someFacts } from '@/lib/testing/some-facts'

// Secrets in everything that a cluster says of itself, then every answer of every route that only reads.

let count = 0
const plant = () => `planted-${++count}-zq`
const url = (scheme: string) => `${scheme}://KEY:${plant()}@bucket/ha`
const secretKeys = [
  'f.service-key',
  'g.jaas.config',
  's3.secret-key',
  'a.password',
  'x.token',
  'my.api-key',
  'b.passphrase',
  'c.private-key',
  'd.credential',
  'e.auth-params',
]
const flat = [
  'high-availability: zookeeper',
  `high-availability.storageDir: ${url('s3')}`,
  `state.checkpoints.dir: ${url('hdfs')}`,
  `recovery.zookeeper.storageDir: ${url('oss')}`,
  `metrics.reporter.influx.url: https://${plant()}@influx/x`,
  `env.java.opts: -Dx.password=${plant()}`,
  `anchored: &a ${plant()}`,
  'fs.token: *a',
  ...secretKeys.map((key) => `${key}: ${plant()}`),
].join('\n')
const files = { 'flink-conf.yaml': flat, 'zoo.cfg': `ssl.keyStore.password=${plant()}\n`, masters: 'localhost:8081\nlocalhost:8082\n' }

function ownConfig() {
  const options = [
    ...secretKeys.map((key) => ({ key, value: plant() })),
    { key: 'high-availability.zookeeper.client.authorization', value: `digest:u:${plant()}` },
    { key: 'env.java.opts.all', value: `-Dq=${plant()}` },
    { key: 'state.checkpoints.dir', value: url('s3') },
    { key: 'metrics.reporter.i.url', value: `https://${plant()}@influx/x` },
  ]
  const reading = readOwnConfig({ status: 200, text: JSON.stringify(options) } as never, '1.20.1')
  if (!reading.ok) throw new Error('The planted configuration could not be read.')
  return reading.value
}

function aPlantedSnapshot() {
  const tree = decodeHaTree(loadRecordedTree('1.20.1', '03-running')!)
  const withSecret = (node: PointerNode | null) => node && Object.assign(node, { handle: { kind: 'file', uri: url('s3'), bytes: 7 } })
  for (const job of tree.jobs) for (const node of [job.graph, ...job.checkpoints.map(({ pointer }) => pointer)]) withSecret(node)
  const facts = someFacts(null, {
    tree: { status: 'live', since: aNow, detail: null, at: aNow, behindSince: null, tree },
    configuration: { ...known('configuration', aNow, { ...someConfiguration(), storageDir: url('s3') }), detail: `${url('s3')} is odd` },
    jobManagers: [aJobManager('localhost:8081', { own: known('jobManagers', aNow, ownConfig()) }), aJobManager('localhost:8082')],
    storage: unknown('haStorage', aNow, `${url('s3')} cannot be listed`),
    findTarget: () => ({ state: 'missing', bytes: null, checkedAt: aNow, detail: `${url('oss')} is not there` }),
    doctor: { at: aNow, findings: runDoctor(aConf(files)) },
  })
  return createSnapshotDeriver('e1')(facts, emptyMemory, null, aNow).snapshot
}

type Handler = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>
const app = fileURLToPath(new URL('.', import.meta.url))
const routes = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => /(^|\/)route\.ts$/.test(file))
const lines: string[] = []
let planted: ReturnType<typeof aPlantedSnapshot>

beforeAll(() => {
  planted = aPlantedSnapshot()
  const console = aFakeConsole({ findConfiguration: async () => aConfigurationView('east', files) })
  console.publish(planted)
  processWide.log = pino(logOptions, { write: (line: string) => void lines.push(line) })
  processWide.console = Promise.resolve(console)
  useFakeSignIns('administrator')
})
afterAll(() => {
  processWide.signIns = undefined
  processWide.console = undefined
})

const find = (text: string) => text.match(/.{0,80}planted-\d+.{0,10}/g) ?? []

test('More than forty secrets are planted, and their surroundings are shown', () => {
  expect(count).toBeGreaterThanOrEqual(40)
  const { storageDir, jobs } = planted.recovery
  expect([storageDir, jobs.length > 0, jobs.every(({ graph }) => graph?.path === 's3://******@bucket/ha')]).toEqual([
    's3://******@bucket/ha',
    true,
    true,
  ])
  expect(planted.sources.haStorage).toMatchObject({ detail: 's3://******@bucket/ha cannot be listed' })
})

/** An answer, or the first part of a stream. */
async function read(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text()
  const reader = response.body!.getReader()
  const { value } = await reader.read()
  await reader.cancel()
  return new TextDecoder().decode(value as Uint8Array)
}

test.each(routes)('The route %s reveals no planted secret', async (file) => {
  const { GET } = (await import(/* @vite-ignore */ app + file)) as { GET?: Handler }
  if (!GET) return
  const path = `/${file.replace(/\/route\.ts$/, '')}`.replace(/\[\[?\.\.\.path\]?\]/, 'x').replace(/\[\w+\]/g, 'east')
  const leave = new AbortController()
  const request = new Request(`http://localhost${path}`, { headers: { host: 'localhost' }, signal: leave.signal })
  const response = await GET(request, { params: Promise.resolve({ id: 'east', page: 'east', provider: 'oidc', path: ['x'] }) })
  const text = await read(response)
  leave.abort()
  expect(find(text)).toEqual([])
})

test('The log reveals no secret from an address', () => {
  processWide.log!.warn({ dir: url('s3'), error: new Error(`no ${url('hdfs')}`) }, `Look at ${url('https')}.`)
  expect([lines.length > 0, find(lines.join(''))]).toEqual([true, []])
})
