import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import type { PersonRole } from '@/lib/model/actor'
import { closeJournal, getJournal } from '@/lib/journal/database'
import { statusPageDetail, statusPageList, webhookList } from '@/lib/status/model/managed-page'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { useFakeSignIns } from '@/lib/testing/fake-sign-ins'
import { POST as openIncident } from './[id]/incidents/route'
import { POST as updateIncident } from './[id]/incidents/[incident]/updates/route'
import { POST as announce } from './[id]/maintenances/route'
import { POST as updateMaintenance } from './[id]/maintenances/[maintenance]/updates/route'
import { DELETE as removePage, GET as getPage, PUT as changePage } from './[id]/route'
import { GET as getWebhooks, POST as addWebhook } from './[id]/webhooks/route'
import { DELETE as removeWebhook } from './[id]/webhooks/[webhook]/route'
import { GET as getPages, POST as makePage } from './route'

let place: TestJournals
beforeEach(() => {
  processWide.log = pino({ level: 'silent' })
  place = aJournalPlace()
  vi.stubEnv('UNDERSTUDY_DATA_DIR', place.place.dataDir)
  useFakeSignIns('administrator')
})
afterEach(async () => {
  await closeJournal()
  vi.unstubAllEnvs()
  await place.close()
})

const base = 'http://localhost/api/v1/status-pages'
const send = (body: unknown, method = 'POST') =>
  new Request(base, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', origin: 'http://localhost', host: 'localhost', 'sec-fetch-site': 'same-origin' },
  })
const of = <T extends Record<string, string>>(params: T) => ({ params: Promise.resolve(params) })
const draft = (over: Record<string, unknown> = {}) => ({
  slug: 'streams',
  title: 'Acme streams',
  components: [{ clusterId: 'east', name: 'Order stream' }],
  ...over,
})
const make = async (over: Record<string, unknown> = {}) => ((await (await makePage(send(draft(over)), null)).json()) as { id: string }).id
const failure = async (response: Response) => [response.status, ((await response.json()) as { error: { code: string } }).error.code]
const detail = async (id: string) => statusPageDetail.parse(await (await getPage(new Request(base), of({ id }))).json())
const idOf = async (response: Response) => ((await response.json()) as { id: string }).id

describe('status pages', () => {
  test('A status page is created unpublished, listed, published and deleted, with an audit line for each', async () => {
    const id = await make()
    expect(
      statusPageList
        .parse(await (await getPages(new Request(base), null)).json())
        .pages.map(({ slug, isPublished }) => [slug, isPublished]),
    ).toEqual([['streams', false]])
    const before = (await detail(id)).page.components[0]!.id
    expect((await changePage(send(draft({ isPublished: true, title: 'Streams' }), 'PUT'), of({ id }))).status).toBe(200)
    expect((await detail(id)).page).toMatchObject({ title: 'Streams', isPublished: true, components: [{ id: before }] })
    expect((await removePage(send({}, 'DELETE'), of({ id }))).status).toBe(200)
    expect(await failure(await getPage(new Request(base), of({ id })))).toEqual([404, 'status-page-not-found'])
    const audit = await (await getJournal()).db.selectFrom('audit').select('action').orderBy('seq').execute()
    expect(audit.map(({ action }) => action)).toEqual(['status-page.create', 'status-page.publish', 'status-page.delete'])
  })

  test('A page that the file declares cannot be changed or deleted here, but operators write on it', async () => {
    const id = await make()
    await (await getJournal()).db.updateTable('status_pages').set({ declared_in: '/etc/understudy.yaml' }).execute()
    const refused = await changePage(send(draft({ isPublished: true }), 'PUT'), of({ id }))
    expect([refused.status, await refused.json()]).toEqual([
      400,
      {
        error: expect.objectContaining({
          code: 'bad-request',
          message: 'The page “streams” is declared in /etc/understudy.yaml. Change it there, or take it out of the file first.',
        }),
      },
    ])
    expect(await failure(await removePage(send({}, 'DELETE'), of({ id })))).toEqual([400, 'bad-request'])
    expect((await openIncident(send({ title: 'Slow', impact: 'minor', body: 'We look.' }), of({ id }))).status).toBe(200)
    expect((await detail(id)).page).toMatchObject({ declaredIn: '/etc/understudy.yaml', isPublished: false })
  })

  test.each([
    ['an address with a slash', { slug: 'a/b' }],
    ['an address of the program', { slug: 'assets' }],
    ['no title', { title: ' ' }],
    ['a title of two lines', { title: 'a\nb' }],
    ['a control character', { title: 'a\u0007' }],
    [
      'a cluster twice',
      {
        components: [
          { clusterId: 'east', name: 'a' },
          { clusterId: 'east', name: 'b' },
        ],
      },
    ],
    ['a field it does not know', { colour: 'red' }],
    ['a threshold below nothing', { thresholdMs: -1 }],
    ['a threshold of more than ten minutes', { thresholdMs: 600_001 }],
  ])('A page with %s is refused', async (_case, over) => {
    expect(await failure(await makePage(send(draft(over)), null))).toEqual([400, 'bad-request'])
  })

  test('A page without services cannot be published, with the reason, and a published one cannot be emptied', async () => {
    const refusal = async (response: Response) => ((await response.json()) as { error: { message: string } }).error.message
    const sentence = 'components: an empty page cannot be published: add a service first'
    expect(await refusal(await makePage(send(draft({ components: [], isPublished: true })), null))).toContain(sentence)
    const id = await make({ isPublished: true })
    expect(await refusal(await changePage(send(draft({ components: [], isPublished: true }), 'PUT'), of({ id })))).toContain(sentence)
    expect((await changePage(send(draft({ components: [] }), 'PUT'), of({ id }))).status).toBe(200)
  })

  test('A page has an outage threshold, ten seconds by default', async () => {
    const id = await make()
    expect((await detail(id)).page.thresholdMs).toBe(10_000)
    await changePage(send(draft({ thresholdMs: 30_000 }), 'PUT'), of({ id }))
    expect((await detail(id)).page.thresholdMs).toBe(30_000)
  })

  test('A page cannot take another page’s address, but can keep its own', async () => {
    await make()
    const other = await make({ slug: 'other' })
    expect(await failure(await makePage(send(draft()), null))).toEqual([400, 'bad-request'])
    expect(await failure(await changePage(send(draft(), 'PUT'), of({ id: other })))).toEqual([400, 'bad-request'])
    expect((await changePage(send(draft({ slug: 'other' }), 'PUT'), of({ id: other }))).status).toBe(200)
  })
})

describe('incidents and maintenance', () => {
  test('An operator opens an incident, writes on it and resolves it', async () => {
    const id = await make()
    const incident = await idOf(await openIncident(send({ title: 'Slow', impact: 'minor', body: 'We look at it.' }), of({ id })))
    await updateIncident(send({ status: 'resolved', body: 'It is over.' }), of({ id, incident }))
    const [shown] = (await detail(id)).incidents
    expect([shown!.status, shown!.resolvedAt !== null, shown!.updates.map(({ status }) => status)]).toEqual([
      'resolved',
      true,
      ['resolved', 'investigating'],
    ])
  })

  test('A maintenance is announced before it begins, for clusters of the page, and can be ended', async () => {
    const id = await make()
    const soon = {
      title: 'Disks',
      body: 'New ones.',
      startsAt: new Date(Date.now() + 1_000).toISOString(),
      endsAt: new Date(Date.now() + 60_000).toISOString(),
      clusterIds: ['east'],
    }
    expect(await failure(await announce(send({ ...soon, startsAt: new Date(Date.now() - 3_600_000).toISOString() }), of({ id })))).toEqual([
      400,
      'bad-request',
    ])
    expect(await failure(await announce(send({ ...soon, clusterIds: ['west'] }), of({ id })))).toEqual([400, 'bad-request'])
    const maintenance = await idOf(await announce(send(soon), of({ id })))
    await updateMaintenance(send({ body: 'Done.', end: true }), of({ id, maintenance }))
    expect((await detail(id)).maintenances[0]!.endedAt).not.toBeNull()
    expect(await failure(await updateMaintenance(send({ body: 'Again.', end: true }), of({ id, maintenance })))).toEqual([
      400,
      'bad-request',
    ])
  })

  test('An incident of another page cannot be updated', async () => {
    const [id, other] = [await make(), await make({ slug: 'other' })]
    const incident = await idOf(await openIncident(send({ title: 'Slow', impact: 'minor', body: 'We look at it.' }), of({ id: other })))
    expect(await failure(await updateIncident(send({ status: 'resolved', body: 'x' }), of({ id, incident })))).toEqual([
      404,
      'status-page-not-found',
    ])
  })
})

test('A webhook’s secret is shown once, and its address contains no password', async () => {
  const id = await make()
  for (const url of ['ftp://a/', 'https://me:secret@example.org/', 'no address'])
    expect(await failure(await addWebhook(send({ url }), of({ id })))).toEqual([400, 'bad-request'])
  const made = (await (await addWebhook(send({ url: 'https://example.org/hook?token=t0ken' }), of({ id }))).json()) as {
    id: string
    secret: string
  }
  expect(made.secret).toMatch(/^whsec_/)
  const text = await (await getWebhooks(new Request(base), of({ id }))).text()
  expect([webhookList.parse(JSON.parse(text)).webhooks.length, text.includes(made.secret)]).toEqual([1, false])
  const audit = await (await getJournal()).db.selectFrom('audit').select('detail').where('action', '=', 'status-page.webhook').execute()
  expect(audit[0]!.detail).toBe('{"origin":"https://example.org"}')
  expect((await removeWebhook(send({}, 'DELETE'), of({ id, webhook: made.id }))).status).toBe(200)
})

describe('rights on status pages', () => {
  test.each<[PersonRole, number[]]>([
    ['viewer', [200, 403, 403, 403]],
    ['operator', [200, 403, 200, 403]],
    ['administrator', [200, 200, 200, 200]],
  ])('The role %s has its own rights to view, write and set up', async (role, statuses) => {
    const id = await make()
    useFakeSignIns(role)
    const answers = [
      await getPage(new Request(base), of({ id })),
      await changePage(send(draft(), 'PUT'), of({ id })),
      await openIncident(send({ title: 'Slow', impact: 'minor', body: 'x' }), of({ id })),
      await getWebhooks(new Request(base), of({ id })),
    ]
    expect(answers.map(({ status }) => status)).toEqual(statuses)
  })

  test('A status page cannot be created from another site', async () => {
    const foreign = new Request(base, {
      method: 'POST',
      body: JSON.stringify(draft()),
      headers: { 'content-type': 'application/json', origin: 'https://evil.example', host: 'localhost', 'sec-fetch-site': 'cross-site' },
    })
    expect(await failure(await makePage(foreign, null))).toEqual([403, 'wrong-origin'])
  })
})
