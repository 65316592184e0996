import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { HttpError } from '@/lib/http/errors'
import { toOpenApi } from '@/lib/http/schemas/openapi'
import { aFakeConsole } from '@/lib/testing/a-fake-console'
import { anAccess, type TestAccess } from '@/lib/testing/an-access'
import { anyBodyText, anyParameter, aValidBody, type JsonSchema } from '@/lib/testing/any-body'
import { sameOrigin, useFakeSignIns } from '@/lib/testing/fake-sign-ins'

/** Only against hanging: what is not linear in 64 KB takes minutes, and no request of these takes a second. */
const runs = Number(process.env.UNDERSTUDY_REQUESTS ?? 40)
const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const
type Method = (typeof methods)[number]
type Handler = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>
type Described = {
  parameters?: { name: string; in: string }[]
  requestBody?: { content: { 'application/json': { schema: JsonSchema } } }
}

const document = toOpenApi() as unknown as {
  paths: Record<string, Partial<Record<string, Described>>>
  components: { schemas: Record<string, JsonSchema> }
}
const { schemas } = document.components

// Every route by the files, with what the API's description says of its body and its query.
const app = fileURLToPath(new URL('.', import.meta.url))
const routes: { name: string; method: Method; path: string; handle: Handler; described: Described }[] = []
for (const file of readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((one) => /(^|\/)route\.ts$/.test(one))) {
  const exported = (await import(/* @vite-ignore */ app + file)) as Partial<Record<Method, Handler>>
  const path = `/${file.replace(/\/route\.ts$/, '')}`
  for (const method of methods) {
    const handle = exported[method]
    const described = document.paths[path.replace(/\[(\w+)\]/g, '{$1}')]?.[method.toLowerCase()] ?? {}
    if (handle) routes.push({ name: `${method} ${path}`, method, path, handle, described })
  }
}

let people: TestAccess
beforeAll(async () => {
  processWide.log = pino({ level: 'silent' })
  people = await anAccess()
  useFakeSignIns('administrator')
  processWide.console = Promise.resolve(aFakeConsole())
  // A request that passes every check is not carried out: this test may end no process of this machine.
  const refusing = new Proxy({}, { get: (_target, name) => (name === 'then' ? undefined : refuse) })
  processWide.operations = Promise.resolve(refusing) as typeof processWide.operations
  processWide.takeovers = refusing as typeof processWide.takeovers
})
afterAll(async () => {
  await people.close()
  processWide.signIns = undefined
  processWide.console = undefined
  processWide.operations = undefined
  processWide.takeovers = undefined
})
function refuse(): never {
  throw new HttpError('operation-refused', 'Not in this test.')
}

const anyQuery = ({ parameters = [] }: Described) => {
  const names = [...parameters.filter((one) => one.in === 'query').map(({ name }) => name), '__proto__', 'x']
  return fc.array(fc.tuple(fc.constantFrom(...names), anyParameter), { maxLength: 4 }).map((pairs) => new URLSearchParams(pairs).toString())
}

/** How many requests got past every check. */
const counts = { asked: 0, done: 0 }

/** @returns null: an answer of the console; else what it was */
async function findFault(response: Response): Promise<string | null> {
  counts.asked++
  if (response.ok) counts.done++
  const { status, headers, body } = response
  if (headers.get('content-type')?.startsWith('text/event-stream')) {
    await body?.cancel()
    return status === 200 ? null : `status ${status}`
  }
  const text = await response.text()
  if (status < 500) return null
  const { error } = JSON.parse(text) as { error?: { code?: string } }
  return error?.code === undefined || error.code === 'internal' ? `${status} ${text.slice(0, 200)}` : null
}

test('The OpenAPI document describes the body of every route that takes one', () => {
  const withBody = routes.filter(({ described }) => described.requestBody)
  expect(withBody.length).toBeGreaterThan(15)
})

test.each(routes)(
  'The route $name gives a proper answer to any request and never an internal error',
  async ({ path, method, handle, described }) => {
    const schema = described.requestBody?.content['application/json'].schema ?? {}
    const text = method === 'GET' ? fc.constant('') : anyBodyText(aValidBody(schema, schemas))
    const part = fc.oneof(fc.constant('east'), anyParameter)
    await fc.assert(
      fc.asyncProperty(text, anyQuery(described), part, async (body, query, id) => {
        const end = new AbortController()
        const request = new Request(`http://localhost${path.replace(/\[+(\.{3})?\w+\]+/g, 'east')}${query && `?${query}`}`, {
          method,
          signal: end.signal,
          headers: { host: 'localhost', 'content-type': 'application/json', ...sameOrigin },
          ...(method !== 'GET' && { body }),
        })
        const params = Promise.resolve({ id, page: id, provider: id, webhook: id, event: id, path: id.split('/') })
        const fault = await findFault(await handle(request, { params }))
        end.abort()
        expect(fault).toBe(null)
      }),
      { numRuns: runs },
    )
  },
)

test('At least a twentieth of the generated requests is accepted by the routes', () => {
  if (process.env.UNDERSTUDY_REQUESTS) console.info(counts)
  expect(counts.done).toBeGreaterThan(counts.asked / 20)
})
