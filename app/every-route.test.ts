import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toOpenApi } from '@/lib/http/schemas/openapi'
import { isPublicPath } from '@/lib/http/public-paths'
import { roles, type Role } from '@/lib/model/actor'
import { sameOrigin, useFakeSignIns } from '@/lib/testing/fake-sign-ins'
import { anAccess, here, type TestAccess } from '@/lib/testing/an-access'
import { endKey } from '@/lib/access/keys/keys'
import { aFakeConsole } from '@/lib/testing/a-fake-console'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

// Every route and method that there is, by the files: one that is added and forgets to ask who may fails here.

const app = fileURLToPath(new URL('.', import.meta.url))
const files = readdirSync(app, { recursive: true, encoding: 'utf8' })
const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const
type Method = (typeof methods)[number]
type Handler = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>

interface Route {
  name: string
  path: string
  method: Method
  needs: Role | 'everybody'
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
    const address = path.replace('[[...path]]', '').replace('[...path]', 'x').replace(/\[\w+\]/g, 'east')
    const params = Promise.resolve({ id: 'east', page: 'east', provider: 'oidc', path: ['x'] })
    const call = (headers: Record<string, string> = {}) => handle(new Request(`http://localhost${address}`, { method, headers: { host: 'localhost', ...headers }, ...(method !== 'GET' && { body: '{}' }) }), { params })
    routes.push({ name: `${method} ${path}`, path: address, method, needs: findNeeded(path, method), call })
  }
}

function findNeeded(path: string, method: Method): Route['needs'] {
  if (path.startsWith('/status/')) return 'everybody'
  const described = document.paths[path.replace(/\[(\w+)\]/g, '{$1}')]?.[method.toLowerCase() as 'get']
  const said = /Needs the role (\w+)\.|Everybody may\./.exec(described?.description ?? 'Needs the role viewer.')
  return (said?.[1] ?? 'everybody') as Route['needs']
}

const closed = routes.filter((route): route is Route & { needs: Role } => route.needs !== 'everybody')
const open = routes.filter(({ needs }) => needs === 'everybody')
const lesser = (needs: Role) => roles.slice(0, roles.indexOf(needs))

beforeAll(() => {
  globalThis.understudyLog = pino({ level: 'silent' })
  globalThis.understudyConsole = Promise.resolve(aFakeConsole())
})
afterAll(() => {
  globalThis.understudySignIns = undefined
  globalThis.understudyConsole = undefined
})

test('there are routes, and what is for everybody is a short list', () => {
  expect(closed.length).toBeGreaterThan(20)
  expect(open.map(({ name }) => name).filter((name) => !name.includes('/status/')).sort()).toEqual([
    'GET /api/auth/callback/[provider]', 'GET /healthz', 'GET /readyz', 'POST /api/v1/links/look', 'POST /api/v1/links/use', 'POST /api/v1/session', 'POST /api/v1/session/provider',
  ])
})

test.each(closed)('$name is closed at the door, or asks by itself where somebody has to get in first', ({ path, method }) => {
  expect(isPublicPath(path) && !(path === '/api/v1/session' && method !== 'POST')).toBe(false)
})

describe('nobody signed in', () => {
  beforeEach(() => useFakeSignIns(null))
  test.each(closed)('$name: 401', async ({ call }) => expect((await call(sameOrigin)).status).toBe(401))
})

describe('a role that may not', () => {
  test.each(closed.flatMap((route) => lesser(route.needs).map((role) => ({ ...route, role }))))('$name as $role: 403, and a line in the audit', async ({ call, role }) => {
    const signIns = useFakeSignIns(role)
    expect((await call(sameOrigin)).status).toBe(403)
    expect(signIns.refusals).toMatchObject([{ reason: 'not-allowed', actor: { role } }])
  })
})

describe('from another site', () => {
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' }
  test.each(closed.filter(({ method }) => method !== 'GET'))('$name as administrator: 403', async ({ call }) => {
    const signIns = useFakeSignIns('administrator')
    expect([(await call(foreign)).status, (await call({})).status]).toEqual([403, 403])
    expect(signIns.refusals.map(({ reason }) => reason)).toEqual(['wrong-origin', 'wrong-origin'])
  })
  test.each(open.filter(({ method }) => method !== 'GET'))('$name, though it is for everybody: 403', async ({ call }) => {
    useFakeSignIns(null)
    expect([(await call(foreign)).status, (await call({})).status]).toEqual([403, 403])
  })
})

describe('a key that ended, one that was revoked, one that was made up', () => {
  let people: TestAccess
  const keys: Record<string, string> = {}
  beforeAll(async () => {
    people = await anAccess()
    const ada = await people.addPerson('administrator')
    const revoked = await people.addKey(ada.id, 'administrator')
    await endKey(people.access, ada.asker, revoked.id)
    keys.revoked = revoked.authorization
    keys.expired = (await people.addKey(ada.id, 'administrator', 1 / 86_400)).authorization
    keys.madeUp = 'Bearer understudy_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
    await new Promise((resolve) => setTimeout(resolve, 1_100))
  })
  beforeEach(() => {
    globalThis.understudySignIns = undefined
    globalThis.understudyAccess = { journal: people.access.journal, access: Promise.resolve(people.access) }
  })
  afterAll(() => people.close())

  test.each(closed)('$name: 401', async ({ call }) => {
    for (const [which, authorization] of Object.entries(keys)) expect((await call({ authorization, 'x-understudy-address': here.from ?? '' })).status, which).toBe(401)
  })
})

describe('pages', () => {
  const pages = files.filter((file) => /(^|\/)page\.tsx$/.test(file))
  const forAll = pages.filter((file) => isPublicPath(`/${file.replace(/\([^)]*\)\//g, '').replace(/\/?page\.tsx$/, '')}`))

  test('for everybody are those to get in by, and status pages', () => {
    expect(forAll.filter((file) => !file.startsWith('status/')).sort()).toEqual(['(entry)/sign-in/page.tsx', '(entry)/welcome/page.tsx'])
  })

  test.each(pages.filter((file) => !forAll.includes(file)))('%s asks who reads it before it shows anything', (file) => {
    expect(readFileSync(app + file, 'utf8')).toMatch(/await (requireReader|mayRead|getCluster)\(/)
  })
})
