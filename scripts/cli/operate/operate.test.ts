import { EventEmitter } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { OperationRecord, Plan } from '@/lib/model/operation'
import { runCommand } from '../run-command'
import { parseOperateOptions } from './options'
import type { Terminal } from '../terminal'

const aPlan = (over: Partial<Plan> = {}): Plan => ({
  kind: 'stop-jobmanager',
  clusterId: 'east',
  target: 'jm2:8081',
  expectedLeaderSessionId: 'l1',
  sentence: 'Stops exactly one.',
  deadlineMs: 30_000,
  confirm: 'East',
  steps: [{ id: 's', title: 'Stop it', host: 'jm2', commands: ['kill -s TERM 7'] }],
  checks: [],
  ...over,
})
const aRecord = (over: Partial<OperationRecord> = {}): OperationRecord => ({
  id: 'o1',
  clusterId: 'east',
  kind: 'stop-jobmanager',
  target: 'jm2:8081',
  state: 'done',
  plan: aPlan(),
  step: null,
  by: { id: 'a', name: 'Ada', kind: 'person' },
  reason: null,
  startedAt: '2026-03-14T13:58:15.000Z',
  endedAt: null,
  result: 'It is stopped.',
  abortedBy: null,
  steps: [
    {
      ...aPlan().steps[0]!,
      state: 'done',
      startedAt: null,
      endedAt: null,
      output: 'said\n',
      droppedCharacters: 0,
      detail: 'ended by itself',
    },
  ],
  ...over,
})

let server: Server | null = null
const servers: Server[] = []
const requests: { method: string; url: string; key: string | undefined; body: Record<string, unknown> }[] = []
afterEach(() => {
  for (const one of servers.splice(0)) one.close()
  requests.length = 0
})

async function serve(
  answer: (url: string, body: Record<string, unknown>) => { status?: number; json?: unknown; events?: unknown[] },
): Promise<string> {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>
        requests.push({ method: request.method ?? '', url: request.url ?? '', key: request.headers.authorization, body })
        const { status = 200, json, events } = answer(request.url ?? '', body)
        if (events) return void response.end(events.map((event) => `event: operation\ndata: ${JSON.stringify(event)}\n\n`).join(': x\n\n'))
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
      })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function call(args: string[], env: Record<string, string> = {}, hands?: EventEmitter) {
  let out = ''
  let err = ''
  const terminal: Terminal = {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    env,
    cwd: () => '/',
    on: (event, listener) => hands?.on(event, listener),
    off: (event, listener) => hands?.off(event, listener),
  }
  return { code: await runCommand(args, terminal), out, err }
}

const clusters = { json: { clusters: [{ id: 'east' }] } }

describe('understudy VERB', () => {
  it('Without a key the terminal names UNDERSTUDY_API_KEY, and not a page of a browser', async () => {
    const url = await serve(() => ({ status: 401, json: { error: { code: 'sign-in-needed', message: 'Sign in first: open /sign-in' } } }))
    const { code, err } = await call(['operations', '--url', url])
    expect({ code, err }).toEqual({
      code: 2,
      err: 'Set UNDERSTUDY_API_KEY to an API key. An administrator creates one on the Keys page (account menu).\n',
    })
  })

  it('Text of the server cannot control the terminal, in any field', async () => {
    const evil = '\u001b]0;x\u0007\u001b[2J\u202e\u009b31m\u2066'
    const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
    const checks: Plan['checks'] = [{ code: 'x', level: 'warning', text: evil, override: evil }]
    const plan = aPlan({ checks, sentence: evil, confirm: evil, steps: [{ id: 's', title: evil, host: evil, commands: [evil] }] })
    const record = aRecord({
      target: evil,
      result: evil,
      clusterId: evil,
      by: { id: 'a', name: evil, kind: 'person' },
      steps: [
        { ...plan.steps[0]!, state: 'done', startedAt: null, endedAt: null, output: `${evil}\n`, droppedCharacters: 0, detail: evil },
      ],
    })
    const url = await serve((path, body) =>
      path === '/api/v1/clusters'
        ? clusters
        : path === '/api/v1/operations'
          ? { json: { operations: [record] } }
          : path === '/api/v1/operations/o1'
            ? { json: record }
            : path.endsWith('/abort')
              ? { status: 409, json: { error: { code: 'bad-request', message: evil } } }
              : { json: body.dryRun ? plan : { id: 'o1' } },
    )
    const said = await Promise.all(
      [
        ['stop-jobmanager', 'jm2:8081', '--dry-run'],
        ['stop-jobmanager', 'jm2:8081', '--yes', 'East'],
        ['operations'],
        ['operations', '--json'],
        ['abort', 'o1'],
      ].map((args) => call([...args, '--url', url], { UNDERSTUDY_API_KEY: 'k' })),
    )
    for (const { out, err } of said)
      expect({ out, err, steers: steering.test(out + err), isSaid: (out + err).includes('\ufffd') }).toMatchObject({
        steers: false,
        isSaid: true,
      })
  })

  it('A dry run shows the plan, and its exit code is 2 when there is a refusal', async () => {
    let checks: Plan['checks'] = []
    const url = await serve((path) => (path === '/api/v1/clusters' ? clusters : { json: aPlan({ checks }) }))
    const fine = await call(['stop-jobmanager', 'jm2:8081', '--dry-run', '--url', url], { UNDERSTUDY_API_KEY: 'k' })
    expect(fine).toMatchObject({ code: 0, out: expect.stringMatching(/1\. Stop it, on jm2\n +kill -s TERM 7[\s\S]*--yes "East"/) })
    expect(requests.at(-1)).toMatchObject({ key: 'Bearer k', body: { kind: 'stop-jobmanager', target: 'jm2:8081', dryRun: true } })
    checks = [{ code: 'x', level: 'refusal', text: 'No.', override: 'do it' }]
    expect(await call(['stop-jobmanager', 'jm2:8081', '--dry-run', '--url', url])).toMatchObject({
      code: 2,
      out: expect.stringContaining('--override "do it"'),
    })
  })

  it('An operation starts only with the typed name, sends the planned leader, and is followed to its end', async () => {
    const running = aRecord({
      state: 'running',
      step: 0,
      result: null,
      steps: [{ ...aRecord().steps[0]!, state: 'running', output: 'sa', detail: null }],
    })
    const url = await serve((path, body) => {
      if (path.endsWith('/events')) return { events: [running, aRecord()] }
      if (path.startsWith('/api/v1/operations/')) return { json: running }
      return body.dryRun ? { json: aPlan() } : { status: 202, json: { id: 'o1' } }
    })
    expect(await call(['stop-jobmanager', 'jm2:8081', '--cluster', 'east', '--url', url])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--yes "East"'),
    })
    expect(requests).toHaveLength(1)
    const done = await call(['stop-jobmanager', 'jm2:8081', '--cluster', 'east', '--yes', 'East', '--reason', 'r', '--url', url])
    expect(done).toMatchObject({
      code: 0,
      out: 'Stops exactly one.\nOperation o1\n→ Stop it, on jm2\n    said\n  done: ended by itself\ndone: It is stopped.\n',
    })
    expect(requests.find(({ body }) => body.confirm)?.body).toMatchObject({ confirm: 'East', expectedLeaderSessionId: 'l1', reason: 'r' })
  })

  it('A step with an unknown outcome is shown as such, and the exit code is that of the operation', async () => {
    const steps = [
      {
        ...aRecord().steps[0]!,
        state: 'not-known' as const,
        detail: 'It is not known whether the place of jm1:8081 was removed: no answer came.',
      },
    ]
    let state: OperationRecord['state'] = 'done'
    const url = await serve((path, body) =>
      path.startsWith('/api/v1/operations/')
        ? { json: aRecord({ state, steps, result: 'jm2:8081 leads.' }) }
        : body.dryRun
          ? { json: aPlan() }
          : { json: { id: 'o1' } },
    )
    const args = ['fenced-takeover', '--cluster', 'east', '--yes', 'East', '--url', url]
    expect(await call(args)).toMatchObject({
      code: 0,
      out: expect.stringContaining(
        '  not-known: It is not known whether the place of jm1:8081 was removed: no answer came.\ndone: jm2:8081 leads.',
      ),
    })
    state = 'failed'
    expect(await call(args)).toMatchObject({ code: 1 })
  })

  it('A request that may not have arrived is sent again under the same key', async () => {
    const keys: (string | undefined)[] = []
    const url = await serve((path, body) =>
      path.startsWith('/api/v1/operations/') ? { json: aRecord() } : body.dryRun ? { json: aPlan() } : { json: { id: 'o1' } },
    )
    server!.prependListener('request', (request) => {
      const key = request.headers['idempotency-key'] as string | undefined
      if (key === undefined) return
      keys.push(key)
      if (keys.length === 1) request.socket.destroy()
    })
    expect(await call(['stop-jobmanager', 'jm2:8081', '--cluster', 'east', '--yes', 'East', '--url', url])).toMatchObject({ code: 0 })
    expect(keys).toEqual([keys[0], keys[0]])
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('Ctrl-C aborts the operation and waits for its end, and a second Ctrl-C leaves it with the command to abort it', async () => {
    let aborted = false
    let pressed = 0
    const hands = new EventEmitter()
    const press = () => void (pressed++ === 0 && setImmediate(() => hands.emit('SIGINT')))
    const url = await serve((path, body) => {
      if (path.endsWith('/abort')) return ((aborted = true), { status: 202, json: aRecord() })
      if (path.endsWith('/events')) return (press(), { events: [aRecord({ state: aborted ? 'aborted' : 'running' })] })
      if (path.startsWith('/api/v1/operations/')) return { json: aRecord({ state: aborted ? 'aborted' : 'running' }) }
      return body.dryRun ? { json: aPlan() } : { status: 202, json: { id: 'o1' } }
    })
    const args = ['stop-jobmanager', 'jm2:8081', '--cluster', 'east', '--yes', 'East', '--url', url]
    expect(await call(args, {}, hands)).toMatchObject({
      code: 3,
      err: expect.stringContaining('Ctrl-C once more'),
      out: expect.stringContaining('aborted: '),
    })
    expect(hands.listenerCount('SIGINT')).toBe(0)
    const twice = new EventEmitter()
    const deaf = await serve((path, body) =>
      path.endsWith('/events')
        ? (setImmediate(() => twice.emit('SIGINT')), { events: [aRecord({ state: 'running' })] })
        : path.startsWith('/api/v1/operations/')
          ? { json: aRecord({ state: 'running' }) }
          : body.dryRun
            ? { json: aPlan() }
            : { json: { id: 'o1' } },
    )
    expect(await call([...args.slice(0, -1), deaf], {}, twice)).toMatchObject({
      code: 130,
      err: expect.stringContaining('understudy abort o1'),
    })
  })

  it.each([
    ['failed', 1],
    ['refused', 2],
    ['aborted', 3],
    ['interrupted', 3],
  ] as const)('An operation that ends %s has exit code %i', async (state, code) => {
    const url = await serve((path, body) =>
      path.startsWith('/api/v1/operations/') ? { json: aRecord({ state }) } : body.dryRun ? { json: aPlan() } : { json: { id: 'o1' } },
    )
    expect((await call(['stop-jobmanager', 'jm2:8081', '--cluster', 'east', '--yes', 'East', '--url', url])).code).toBe(code)
  })

  it('A refusal of the server ends with exit code 2, wrong use with 64 and an unreachable console with 69', async () => {
    const url = await serve((path) =>
      path === '/api/v1/clusters'
        ? { json: { clusters: [{ id: 'a' }, { id: 'b' }] } }
        : { status: 409, json: { error: { code: 'emergency-stop', message: 'Bo pulled it.' } } },
    )
    expect(await call(['stop-cluster', '--cluster', 'a', '--url', url])).toEqual({ code: 2, out: '', err: 'Bo pulled it.\n' })
    expect(await call(['stop-cluster', '--url', url])).toMatchObject({ code: 64, err: expect.stringContaining('--cluster (a, b)') })
    expect(await call(['stop-cluster', '--cluster', 'a', '--url', 'http://127.0.0.1:1'])).toMatchObject({
      code: 69,
      err: expect.stringContaining('npm start'),
    })
    expect(await call(['stop-jobmanager', '--cluster', 'a', '--url', url])).toMatchObject({ code: 64 })
    for (const args of [
      ['stop-everything'],
      ['stop-cluster', '--what'],
      ['stop-cluster', 'a', 'b'],
      ['stop-cluster', '--url', 'ftp://x'],
      ['abort'],
    ])
      expect((await call(args)).code).toBe(64)
  })

  it('The command emergency-stop --lift lifts the emergency stop', async () => {
    const url = await serve(() => ({ json: { emergencyStop: null } }))
    expect(await call(['emergency-stop', '--lift', '--url', url])).toMatchObject({ code: 0, out: 'Operations are allowed.\n' })
    expect(requests[0]).toMatchObject({ method: 'DELETE', url: '/api/v1/emergency-stop' })
  })

  it('An option has a name and a value that may contain equals signs', () => {
    expect(parseOperateOptions('restore-dangling', ['--option', 'backup=a=b'], {})).toMatchObject({
      options: { backup: 'a=b' },
      url: 'http://127.0.0.1:8080',
      yes: null,
    })
  })
})
