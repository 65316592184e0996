import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DELETE as lift, GET as emergency, POST as raise } from '@/app/api/v1/emergency-stop/route'
import { POST as autopilot } from '@/app/api/v1/clusters/[id]/autopilot/route'
import { GET as list, POST as start } from '@/app/api/v1/clusters/[id]/operations/route'
import { POST as abort } from '@/app/api/v1/operations/[id]/abort/route'
import { GET as events } from '@/app/api/v1/operations/[id]/events/route'
import { GET as one } from '@/app/api/v1/operations/[id]/route'
import { GET as all } from '@/app/api/v1/operations/route'
import { processWide } from '@/lib/base/process-wide'
import { emergencyStop, operation, operationList, operationPlan } from '@/lib/model/schemas/operations'
import type { Journal } from '@/lib/journal/dialect'
import type { PersonRole } from '@/lib/model/actor'
import type { HostRunner } from '@/lib/sources/hosts/runner'
import { aFakeConsole, type FakeConsole } from '@/lib/testing/a-fake-console'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { sameOrigin, useFakeSignIns, type FakeSignIns } from '@/lib/testing/fake-sign-ins'
import { Operations } from '@/lib/operations/run/operations'
import type { Verb } from '@/lib/operations/run/verb'

const runner: HostRunner = {
  run: async () => ({ code: 0, stdout: '', stderr: '' }),
  describe: async () => 'x',
  isLocal: async () => true,
  warm: async () => undefined,
  close: async () => undefined,
}
let ran = 0
const verb: Verb = {
  kind: 'stop-cluster',
  plan: async () => ({
    sentence: 'Stops.',
    checks: [],
    deadlineMs: 600_000,
    guardsLeader: true,
    verify: async () => 'Stopped.',
    steps: [
      { id: 's', title: 'Stop', host: 'jm1', commands: ['kill 7'], run: async (step) => (ran++, step.say('<script>\u001b[1m'), 'ended') },
    ],
  }),
}

let console: FakeConsole
let place: TestJournals
let journal: Journal
let signIns: FakeSignIns
let operations: Operations

beforeEach(async () => {
  ran = 0
  console = aFakeConsole()
  console.publish({ cluster: { ...console.findSnapshot('east')!.snapshot.cluster, control: 'local' } })
  place = aJournalPlace()
  journal = await place.open()
  processWide.console = Promise.resolve(console)
  processWide.journal = { journal: Promise.resolve(journal), problem: null, failedAt: null }
  operations = new Operations({
    console,
    verbs: [verb],
    dataDir: '/tmp',
    environment: {} as NodeJS.ProcessEnv,
    log: pino({ level: 'silent' }),
    getJournal: async () => journal,
    createRunner: async () => runner,
  })
  processWide.operations = Promise.resolve(operations)
  signIns = useFakeSignIns('operator')
})
afterEach(async () => {
  await operations.close()
  processWide.journal = undefined
  processWide.console = undefined
  processWide.operations = undefined
  await place.close()
})

const request = (method = 'POST', body?: unknown, headers: Record<string, string> = sameOrigin) =>
  new Request('http://localhost/x', {
    method,
    headers: { 'content-type': 'application/json', ...headers, 'x-understudy-address': '10.0.0.9' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
const of = (id: string) => ({ params: Promise.resolve({ id }) })
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { error: { code: string } }).error.code]
const leaderId = () => console.findSnapshot('east')!.snapshot.leader!.leaderSessionId
const sure = () => ({ kind: 'stop-cluster', confirm: 'east', expectedLeaderSessionId: leaderId() })

const untilOver = (id: string) =>
  vi.waitFor(async () => expect((await operations.find(id))?.state).toBe('done'), { timeout: 60_000, interval: 10 })

describe("'the routes that change something'", () => {
  const changing: [name: string, call: (request: Request) => Promise<Response>, least: PersonRole][] = [
    ['start', (asked) => start(asked, of('east')), 'operator'],
    ['abort', (asked) => abort(asked, of('00000000-0000-0000-0000-000000000000')), 'operator'],
    ['raise', (asked) => raise(asked, {}), 'operator'],
    ['lift', (asked) => lift(asked, {}), 'administrator'],
  ]

  it.each(changing)('The route “%s” rejects and audits anonymous, under-privileged and cross-origin calls', async (_name, call, least) => {
    signIns.become(null)
    expect(await codeOf(await call(request('POST', {})))).toEqual([401, 'sign-in-needed'])
    signIns.become('viewer')
    expect(await codeOf(await call(request('POST', {})))).toEqual([403, 'not-allowed'])
    signIns.become(least)
    expect(await codeOf(await call(request('POST', {}, { 'sec-fetch-site': 'cross-site' })))).toEqual([403, 'wrong-origin'])
    expect(await codeOf(await call(request('POST', {}, {})))).toEqual([403, 'wrong-origin'])
    expect(signIns.refusals.map(({ from, reason }) => ({ from, reason }))).toEqual(
      ['sign-in-needed', 'not-allowed', 'wrong-origin', 'wrong-origin'].map((reason) => ({ from: '10.0.0.9', reason })),
    )
    expect(signIns.refusals.every(({ action }) => !action.startsWith('POST'))).toBe(true)
  })

  it('An operator is refused what only an administrator may do', async () => {
    expect(await codeOf(await lift(request('DELETE'), {}))).toEqual([403, 'not-allowed'])
    for (const kind of ['remove-dangling', 'forget-job'])
      expect(await codeOf(await start(request('POST', { kind }), of('east')))).toEqual([403, 'not-allowed'])
  })
})

describe('heavy operations', () => {
  const stepUp = [403, 'step-up-required']
  const answered = async (response: Response) => [response.status, ((await response.json()) as { error?: { code: string } }).error?.code]

  /** The proof that a route needs is looked up by its address. */
  const at = (what: string, body: object) => new Request(`http://localhost/api/v1/clusters/east/${what}`, request('POST', body))

  it.each(['remove-dangling', 'forget-job'])(
    '%s and the autopilot’s switch-on need a step-up of the last ten minutes, or a key',
    async (kind) => {
      const remove = (more: object = {}) => start(at('operations', { kind, ...more }), of('east'))
      const turn = (on: boolean) => autopilot(at('autopilot', { on, confirm: 'east' }), of('east'))
      signIns.become('administrator')
      signIns.proveAgo(11 * 60_000)
      expect(await answered(await remove())).toEqual(stepUp)
      expect(await answered(await turn(true))).toEqual(stepUp)
      expect(await answered(await remove({ dryRun: true }))).not.toEqual(stepUp)
      expect(await answered(await turn(false))).not.toEqual(stepUp)
      signIns.proveAgo(9 * 60_000)
      for (const response of [await remove(), await turn(true)]) expect(await answered(response)).not.toEqual(stepUp)
      signIns.become('administrator', 'key')
      for (const response of [await remove(), await turn(true)]) expect(await answered(response)).not.toEqual(stepUp)
    },
  )
})

describe('the operations API', () => {
  it('An operation is planned, started, listed and followed in the documented response shapes', async () => {
    const plan = await start(request('POST', { kind: 'stop-cluster', dryRun: true }), of('east'))
    expect(plan.status).toBe(200)
    expect(operationPlan.parse(await plan.json())).toMatchObject({
      expectedLeaderSessionId: leaderId(),
      confirm: 'east',
      steps: [{ commands: ['kill 7'] }],
    })
    const begun = await start(request('POST', sure()), of('east'))
    const { id } = (await begun.json()) as { id: string }
    expect([begun.status, begun.headers.get('location')]).toEqual([202, `/api/v1/operations/${id}`])
    const stream = await events(request('GET', undefined, {}), of(id))
    const frames = (await stream.text()).split('\n\n').filter((frame) => frame.startsWith('event: operation\n'))
    const last = frames.map((frame) => operation.parse(JSON.parse(frame.slice(frame.indexOf('data: ') + 6)))).at(-1)
    expect(last).toMatchObject({ state: 'done', result: 'Stopped.', steps: [{ output: '<script>', detail: 'ended' }] })
    expect(operation.parse(await (await one(request('GET', undefined, {}), of(id))).json()).state).toBe('done')
    for (const response of [await list(request('GET', undefined, {}), of('east')), await all(request('GET', undefined, {}), {})])
      expect(operationList.parse(await response.json()).operations).toHaveLength(1)
  })

  it('Requests with the same idempotency key start one operation, whatever the order of their fields', async () => {
    const { kind, ...rest } = sure()
    const send = (body: unknown, key = 'one') => start(request('POST', body, { ...sameOrigin, 'idempotency-key': key }), of('east'))
    const idOf = async (answer: Response) => [
      answer.status,
      ((await answer.json()) as { id: string }).id,
      answer.headers.get('location')?.split('/').at(-1),
    ]
    const both = await Promise.all((await Promise.all([send(sure()), send(sure()), send({ ...rest, kind })])).map(idOf))
    const [, id] = both[0]!
    expect(both).toEqual(Array(3).fill([202, id, id]))
    await untilOver(String(id))
    console.publish({ leader: { ...console.findSnapshot('east')!.snapshot.leader!, leaderSessionId: 'the next one' } })
    expect(await idOf(await send({ ...rest, kind, target: null, reason: null }))).toEqual([202, id, id])
    expect([ran, (await operations.list({ limit: 9 })).length]).toEqual([1, 1])
    expect(await codeOf(await send({ kind, ...rest, reason: 'another' }))).toEqual([422, 'key-used'])
    signIns.become('administrator')
    expect(await codeOf(await send({ kind, ...rest }))).toEqual([409, 'leader-changed'])
    for (const bad of ['', 'a b', 'x'.repeat(201)]) expect(await codeOf(await send(sure(), bad))).toEqual([400, 'bad-request'])
    const lines = await journal.db
      .selectFrom('audit')
      .select(['result', 'detail'])
      .where('action', '=', 'operation.stop-cluster')
      .orderBy('seq')
      .execute()
    expect(lines.filter(({ detail }) => detail?.includes('replayed'))).toHaveLength(3)
    expect(lines.filter(({ result }) => result === 'started')).toHaveLength(1)
  })

  it('Of two identical requests without an idempotency key, one runs and the other is refused', async () => {
    const answers = await Promise.all([start(request('POST', sure()), of('east')), start(request('POST', sure()), of('east'))])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
    await untilOver(((await answers.find(({ status }) => status === 202)!.json()) as { id: string }).id)
    expect(ran).toBe(1)
  })

  it('A refused request can be sent again under the same idempotency key', async () => {
    const send = () => start(request('POST', sure(), { ...sameOrigin, 'idempotency-key': 'k' }), of('east'))
    await raise(request('POST', {}), {})
    expect(await codeOf(await send())).toEqual([409, 'emergency-stop'])
    signIns.become('administrator')
    await lift(request('DELETE'), {})
    signIns.become('operator')
    expect((await send()).status).toBe(202)
  })

  it('Aborting a finished operation and raising the emergency stop twice are idempotent without a key', async () => {
    const { id } = (await (await start(request('POST', sure()), of('east'))).json()) as { id: string }
    await untilOver(id)
    for (const answer of [await abort(request('POST', {}), of(id)), await abort(request('POST', {}), of(id))])
      expect([answer.status, ((await answer.json()) as { state: string }).state]).toEqual([202, 'done'])
    const stops = [await raise(request('POST', { reason: 'first' }), {}), await raise(request('POST', { reason: 'second' }), {})]
    for (const stop of stops) expect(emergencyStop.parse(await stop.json()).emergencyStop).toMatchObject({ reason: 'first' })
  })

  it('A replayed request is refused after the leader session id changed', async () => {
    const body = sure()
    const { id } = (await (await start(request('POST', body), of('east'))).json()) as { id: string }
    await untilOver(id)
    console.publish({ leader: { ...console.findSnapshot('east')!.snapshot.leader!, leaderSessionId: 'the next one' } })
    expect(await codeOf(await start(request('POST', body), of('east')))).toEqual([409, 'leader-changed'])
  })

  it.each([
    [{ kind: 'reboot' }],
    [{ kind: 'stop-cluster', sudo: true }],
    [{ kind: 'stop-cluster', target: 7 }],
    [{ kind: 'stop-cluster', target: 'x'.repeat(301) }],
    [[]],
  ])('A malformed request body is refused as bad-request (case %#)', async (body) => {
    expect(await codeOf(await start(request('POST', body), of('east')))).toEqual([400, 'bad-request'])
  })

  it('A request body that is too large is refused with 413', async () => {
    expect(await codeOf(await start(request('POST', 'x'.repeat(70_000)), of('east')))).toEqual([413, 'too-large'])
  })

  it('An unknown cluster or operation is answered with 404', async () => {
    expect(await codeOf(await start(request('POST', sure()), of('west')))).toEqual([404, 'cluster-not-found'])
    for (const id of ['x', '00000000-0000-0000-0000-000000000000', '../../etc']) {
      expect(await codeOf(await one(request('GET', undefined, {}), of(id)))).toEqual([404, 'operation-not-found'])
      expect(await codeOf(await abort(request('POST', {}), of(id)))).toEqual([404, 'operation-not-found'])
    }
  })

  it('An operator raises the emergency stop and an administrator lifts it', async () => {
    expect(emergencyStop.parse(await (await raise(request('POST', { reason: 'smoke' }), {})).json()).emergencyStop).toMatchObject({
      reason: 'smoke',
    })
    expect(await codeOf(await start(request('POST', sure()), of('east')))).toEqual([409, 'emergency-stop'])
    signIns.become('administrator')
    expect(await (await lift(request('DELETE'), {})).json()).toEqual({ emergencyStop: null })
    expect(await (await emergency(request('GET', undefined, {}), {})).json()).toEqual({ emergencyStop: null })
  })
})
