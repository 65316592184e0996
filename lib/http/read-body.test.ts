import { expect, it } from 'vitest'
import { z } from 'zod'
import { HttpError } from './errors'
import { readJsonBody } from './read-body'

const schema = z.strictObject({ name: z.string().max(5).optional() })
const json = { 'content-type': 'application/json' }

async function read(body: BodyInit | null, headers: Record<string, string> = json) {
  const request = new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
  return readJsonBody(request, schema).catch((error: unknown) => {
    if (!HttpError.is(error)) throw error
    return { code: error.code, message: error.message, detail: error.detail }
  })
}

it('A JSON body is read with any parameters after its content type', async () => {
  expect([await read('{"name":"ada"}'), await read('{}', { 'content-type': 'Application/JSON; charset=utf-8' })]).toEqual([
    { name: 'ada' },
    {},
  ])
})

it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json-patch+json', ''])(
  'A body of type %j is refused, because a form of another site can send it',
  async (type) => {
    expect(await read('{"name":"ada"}', { 'content-type': type })).toEqual({
      code: 'bad-request',
      message: 'Send JSON, with Content-Type: application/json.',
      detail: undefined,
    })
  },
)

it('A missing body reads as {}', async () => {
  expect([await read(null, {}), await read('', {})]).toEqual([{}, {}])
})

it.each([
  ['{"name":', { code: 'bad-request', message: 'What was sent is no JSON.', detail: undefined }],
  [' ', { code: 'bad-request', message: 'What was sent is no JSON.', detail: undefined }],
  [
    '7',
    {
      code: 'bad-request',
      message: expect.stringMatching(/^The JSON that was sent: .+\. GET \/api\/v1\/openapi\.json describes what is wanted\.$/) as string,
      detail: { field: '' },
    },
  ],
  ['{"name":"adalovelace"}', { code: 'bad-request', message: expect.stringMatching(/^name: /) as string, detail: { field: 'name' } }],
  [
    '{"naem":"ada","x":1}',
    {
      code: 'bad-request',
      message: 'naem, x: there is no such field. GET /api/v1/openapi.json describes what is wanted.',
      detail: { field: 'naem, x' },
    },
  ],
])('The invalid body %s is refused with what is wrong', async (text, expected) => expect(await read(text)).toEqual(expected))

const tooLarge = { code: 'too-large', message: 'The body is larger than the 64 KB that are read.', detail: undefined }

it('A body whose content length is too large is refused before any of it is read', async () => {
  let pulled = 0
  const body = new ReadableStream<Uint8Array>(
    { pull: (controller) => (pulled++, controller.enqueue(new Uint8Array(1_024))) },
    { highWaterMark: 0 },
  )
  expect([await read(body, { ...json, 'content-length': String(2 ** 30) }), pulled]).toEqual([tooLarge, 0])
})

it('A body without a content length is cancelled after 64 KB', async () => {
  let [pulled, isCancelled] = [0, false]
  const body = new ReadableStream<Uint8Array>(
    { pull: (controller) => (pulled++, controller.enqueue(new Uint8Array(1_024))), cancel: () => void (isCancelled = true) },
    { highWaterMark: 0 },
  )
  expect([await read(body), pulled, isCancelled]).toEqual([tooLarge, 65, true])
})

it.each(['{"name":"a\\u0000b"}', '{"na\\u0000me":"ab"}', '{"name":["\\u0000"]}'])(
  'The body %s is refused, because Postgres text cannot hold NUL',
  async (text) => {
    expect(await read(text)).toMatchObject({ code: 'bad-request', message: 'Text with the character NUL (U+0000) is not read.' })
  },
)

it('An escaped backslash before u0000 is read as a backslash', async () => {
  expect(
    await readJsonBody(
      new Request('http://localhost/', { method: 'POST', body: '{"x":"\\\\u0000"}', headers: json }),
      z.strictObject({ x: z.string() }),
    ),
  ).toEqual({ x: '\\u0000' })
})
