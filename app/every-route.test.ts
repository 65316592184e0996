import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { NextRequest } from 'next/server'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { toOpenApi } from '@/lib/http/schemas/openapi'
import { isPublicPath } from '@/lib/http/public-paths'
import { roles, type PersonRole } from '@/lib/model/actor'
import { sameOrigin, useFakeSignIns } from '@/lib/testing/fake-sign-ins'
import { anAccess, here, type TestAccess } from '@/lib/testing/an-access'
import { endKey } from '@/lib/access/keys/keys'
import { demandProof, findNeededProof, neededProofs, provenForMs } from '@/lib/http/proof-table'
import { proxy } from '@/proxy'
import { aFakeConsole } from '@/lib/testing/a-fake-console'

// Every existing route and method, by the files: a new one that forgets to authorize fails here.

const app = fileURLToPath(new URL('.', import.meta.url))
const files = readdirSync(app, { recursive: true, encoding: 'utf8' })
const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const
type Method = (typeof methods)[number]
type Handler = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>

interface Route {
  name: string
  path: string
  method: Method
  needs: PersonRole | 'everybody'
  call: (headers?: Record<string, string>) => Promise<Response>
}

const document = toOpenApi()
const routes: Route[] = []
for (const file of files.filter((one) => /(^|\/)route\.ts$/.test(one))) {
  const exported = (await import(/* @vite-ignore */ app + file)) as Partial<Record<Method, Handler>>
  const path = `/${file.replace(/\/route\.ts$/, '')}`
  for (const method of methods) {
    const handle = exported[method]
    if (!handle) continue
    const address = path
      .replace('[[...path]]', '')
      .replace('[...path]', 'x')
      .replace(/\[\w+\]/g, 'east')
    const params = Promise.resolve({ id: 'east', page: 'east', provider: 'oidc', path: ['x'] })
    const call = (headers: Record<string, string> = {}) =>
      handle(
        new Request(`http://localhost${address}`, {
          method,
          headers: { host: 'localhost', ...headers },
          ...(method !== 'GET' && { body: '{}' }),
        }),
        { params },
      )
    routes.push({ name: `${method} ${path}`, path: address, method, needs: findNeeded(path, method), call })
  }
}

function findNeeded(path: string, method: Method): Route['needs'] {
  if (path.startsWith('/status/')) return 'everybody'
  const described = document.paths[path.replace(/\[(\w+)\]/g, '{$1}')]?.[method.toLowerCase() as 'get']
  const said = /Needs the role (\w+)\.|Everybody may\./.exec(described?.description ?? 'Needs the role viewer.')
  return (said?.[1] ?? 'everybody') as Route['needs']
}

const closed = routes.filter((route): route is Route & { needs: PersonRole } => route.needs !== 'everybody')
const open = routes.filter(({ needs }) => needs === 'everybody')
const lesser = (needs: PersonRole) => roles.slice(0, roles.indexOf(needs))

beforeAll(() => {
  processWide.log = pino({ level: 'silent' })
  processWide.console = Promise.resolve(aFakeConsole())
})
afterAll(() => {
  processWide.signIns = undefined
  processWide.console = undefined
})

test('The routes exist, and only a short list of them is public', () => {
  expect(closed.length).toBeGreaterThan(20)
  expect(
    open
      .map(({ name }) => name)
      .filter((name) => !name.includes('/status/'))
      .sort(),
  ).toEqual([
    'GET /.well-known/security.txt',
    'GET /api/auth/callback/[provider]',
    'GET /healthz',
    'GET /readyz',
    'POST /api/v1/links/look',
    'POST /api/v1/links/use',
    'POST /api/v1/session',
    'POST /api/v1/session/provider',
  ])
})

test.each(closed)('The route $name is not public, unless it checks the request itself before sign-in', ({ path, method }) => {
  expect(isPublicPath(path) && !(path === '/api/v1/session' && method !== 'POST')).toBe(false)
})

describe('requests without a sign-in', () => {
  beforeEach(() => useFakeSignIns(null))
  test.each(closed)('The route $name answers 401 without a sign-in', async ({ call }) => expect((await call(sameOrigin)).status).toBe(401))
})

describe('requests with too low a role', () => {
  test.each(closed.flatMap((route) => lesser(route.needs).map((role) => ({ ...route, role }))))(
    'The route $name as $role answers 403 with an audit line',
    async ({ call, role }) => {
      const signIns = useFakeSignIns(role)
      expect((await call(sameOrigin)).status).toBe(403)
      expect(signIns.refusals).toMatchObject([{ reason: 'not-allowed', actor: { role } }])
    },
  )
})

describe('requests from another site', () => {
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' }
  test.each(closed.filter(({ method }) => method !== 'GET'))('The route $name answers 403 to a cross-site request', async ({ call }) => {
    const signIns = useFakeSignIns('administrator')
    expect([(await call(foreign)).status, (await call({})).status]).toEqual([403, 403])
    expect(signIns.refusals.map(({ reason }) => reason)).toEqual(['wrong-origin', 'wrong-origin'])
  })
  test.each(open.filter(({ method }) => method !== 'GET'))('The public route $name answers 403 to another site', async ({ call }) => {
    useFakeSignIns(null)
    expect([(await call(foreign)).status, (await call({})).status]).toEqual([403, 403])
  })
})

describe('sessions whose last step-up is too old', () => {
  const acts = closed
    .filter(({ method }) => method !== 'GET')
    .map((route) => ({ ...route, proof: findNeededProof(route.method, route.path) }))

  test('The table of step-ups has every act of an administrator and only existing routes', () => {
    expect(acts.filter(({ needs, proof }) => needs === 'administrator' && proof === null).map(({ name }) => name)).toEqual([])
    expect(Object.keys(neededProofs).filter((one) => !acts.some(({ name }) => name.replace(/\[(\w+)\]/g, '{$1}') === one))).toEqual([])
  })

  test.each(acts)('The route $name asks for a step-up as the table says ($proof)', async ({ call, proof }) => {
    const signIns = useFakeSignIns('administrator')
    signIns.proveAgo(provenForMs + 1_000)
    const response = await call(sameOrigin)
    const { error } = (await response
      .clone()
      .json()
      .catch(() => ({}))) as { error?: { code: string } }
    expect([response.status, error?.code].includes('step-up-required')).toBe(proof === 'proof' || proof === 'person')
    if (proof === 'proof' || proof === 'person')
      expect([response.status, signIns.refusals.map(({ reason }) => reason)]).toEqual([403, ['step-up-required']])
  })

  test.each(acts.filter(({ proof }) => proof === 'person' || proof === 'proof'))(
    'The route $name refuses an administrator’s key where it gives a person access',
    async ({ call, proof }) => {
      useFakeSignIns('administrator').become('administrator', 'key')
      const { error } = (await (await call()).json().catch(() => ({}))) as { error?: { code: string } }
      expect(error?.code === 'step-up-required').toBe(proof === 'person')
    },
  )

  test('A step-up counts for ten minutes and no longer', () => {
    const at = (ms: number) => () =>
      demandProof(
        {
          actor: { kind: 'person', id: 'p', name: 'p', role: 'administrator' },
          by: 'session',
          credentialId: 'c',
          until: Infinity,
          provenAt: 0,
          isHeldBack: false,
        },
        'proof',
        ms,
      )
    expect(at(provenForMs)).not.toThrow()
    expect(at(provenForMs + 1)).toThrow('within the last ten minutes')
  })
})

describe('every kind of invalid sign-in', () => {
  let people: TestAccess
  const kinds: Record<string, Record<string, string>> = {}
  beforeAll(async () => {
    people = await anAccess()
    const ada = await people.addPerson('administrator')
    const gone = await people.addPerson('administrator', 'gone@example.org')
    const revoked = await people.addKey(ada.id, 'administrator')
    const { authorization } = await people.addKey(ada.id, 'administrator')
    await endKey(people.access, ada.requester, revoked.id)
    const expired = await people.addKey(ada.id, 'administrator', 1 / 86_400)
    await people.access.journal.db
      .deleteFrom('people' as never)
      .where('id' as never, '=', gone.id as never)
      .execute()
    const idle = await people.addPerson('administrator', 'idle@example.org')
    await people.access.journal.db
      .updateTable('sessions' as never)
      .set({ createdAt: new Date(Date.now() - 13 * 3_600_000).toISOString() } as never)
      .where('userId' as never, '=', idle.id as never)
      .execute()
    const ended = await people.addPerson('administrator', 'ended@example.org')
    await people.access.journal.db
      .updateTable('sessions' as never)
      .set({ expiresAt: new Date(Date.now() - 1_000).toISOString() } as never)
      .where('userId' as never, '=', ended.id as never)
      .execute()
    const [name = '', value = ''] = ada.cookie.split(/=(.*)/s)
    const unsigned = decodeURIComponent(value).split('.')[0] ?? ''
    Object.assign(kinds, {
      'a key that was revoked': { authorization: revoked.authorization },
      'a key that ended': { authorization: expired.authorization },
      'a key that was made up': { authorization: `Bearer understudy_${'a'.repeat(64)}` },
      'a key that was cut': { authorization: authorization.slice(0, -3) },
      'a key as a password': { authorization: `Basic ${btoa(`x:${authorization.slice(7)}`)}` },
      'a key beside a good cookie that does not hold': { authorization: 'Bearer x', cookie: ada.cookie },
      'a cookie without its signature': { cookie: `${name}=${unsigned}` },
      'a cookie that was signed by somebody else': { cookie: `${name}=${encodeURIComponent(`${unsigned}.${btoa('x'.repeat(32))}`)}` },
      'a cookie of another port': { cookie: ada.cookie.replace('8080', '8081') },
      'a session that ended': { cookie: ended.cookie },
      'a session that was idle': { cookie: idle.cookie },
      'a session of who was removed': { cookie: gone.cookie },
      'only the cookie of a device': { cookie: ada.cookie.replace('session_token', 'device') },
    })
    await sleep(1_100)
  })
  beforeEach(() => {
    processWide.signIns = undefined
    processWide.access = { journal: people.access.journal, access: Promise.resolve(people.access) }
  })
  afterAll(() => people.close())

  test.each(closed)('The route $name answers 401 to every kind of invalid sign-in', async ({ call }) => {
    const statuses = await Promise.all(
      Object.entries(kinds).map(async ([kind, headers]) => [
        kind,
        (await call({ ...sameOrigin, ...headers, 'x-understudy-address': here.from ?? '' })).status,
      ]),
    )
    expect(statuses).toEqual(Object.keys(kinds).map((kind) => [kind, 401]))
  })

  test.each(routes)('The route $name treats HEAD like GET at the proxy and refuses OPTIONS, PATCH and PROPFIND', async ({ path }) => {
    const ask = (method: string) =>
      proxy(
        new NextRequest(`http://127.0.0.1:8080${path}`, {
          method,
          headers: { host: '127.0.0.1:8080', accept: 'application/json', ...sameOrigin },
        }),
      )
    const [get, head, ...others] = await Promise.all(
      ['GET', 'HEAD', 'OPTIONS', 'PATCH', 'PROPFIND'].map(async (method) => (await ask(method)).status),
    )
    expect([head, ...others]).toEqual([get, 405, 405, 405])
    expect(get).toBe(isPublicPath(path) ? 200 : 401)
  })
})

describe('pages', () => {
  const pages = files.filter((file) => /(^|\/)page\.tsx$/.test(file))
  const forAll = pages.filter((file) => isPublicPath(`/${file.replace(/\([^)]*\)\//g, '').replace(/\/?page\.tsx$/, '')}`))

  test('The public pages are the sign-in pages and the status pages', () => {
    expect(forAll.filter((file) => !file.startsWith('status/')).sort()).toEqual(['(entry)/sign-in/page.tsx', '(entry)/welcome/page.tsx'])
  })

  test.each(pages.filter((file) => !forAll.includes(file)))('The page %s checks its reader before it shows anything', (file) => {
    expect(readFileSync(app + file, 'utf8')).toMatch(/await (requireReader|mayRead|getCluster)\(/)
  })
})
