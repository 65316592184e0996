import fc from 'fast-check'
import { anyText } from './any-text'

/** The subset of JSON Schema that the API's description uses. */
export interface JsonSchema {
  type?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  format?: string
  minLength?: number
  minimum?: number
  maximum?: number
  $ref?: string
}

const formats: Record<string, string> = {
  email: 'ada@example.org',
  uri: 'https://example.org/x',
  'date-time': '2026-03-14T13:58:15.000Z',
}

/** Mostly valid values: the base for mutated ones. */
export function aValidBody(schema: JsonSchema, all: Readonly<Record<string, JsonSchema>>, depth = 0): fc.Arbitrary<unknown> {
  if (schema.$ref && depth < 6) return aValidBody(all[schema.$ref.split('/').at(-1)!] ?? {}, all, depth + 1)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((one) => aValidBody(one, all, depth + 1)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, aValidBody(one, all, depth + 1)])
      return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: schema.required ?? [] })
    }
    case 'array':
      return fc.array(aValidBody(schema.items ?? {}, all, depth + 1), { maxLength: 3 })
    default:
      return aPlainValue(schema)
  }
}

function aPlainValue({ type, minimum = 0, maximum = 1_000, format = '', minLength = 0 }: JsonSchema): fc.Arbitrary<unknown> {
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'integer' || type === 'number') return fc.integer({ min: Math.ceil(minimum), max: Math.floor(Math.max(minimum, maximum)) })
  return fc.constant(formats[format] ?? 'a lamp over the leader'.padEnd(minLength, '.'))
}

const oddTexts = fc.oneof(
  anyText(300),
  fc.constantFrom(
    '\0',
    '\uD800',
    '\u202e',
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '-oProxyCommand=x',
    '٣',
    'İ',
    'a@b',
    'NaN',
    '1e400',
  ),
  fc
    .tuple(fc.constantFrom('a', ' ', '"', '@', 'a@', '[', '.', '-', '́', 'token=', '0', ':', '/'), fc.constantFrom(1_000, 50_000))
    .map(([piece, length]) => piece.repeat(length / piece.length)),
)
const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  oddTexts,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, 0, -0, -1, 1e308, 2 ** 53, true, [], {}, [[]], '', { toString: 1, valueOf: null, then: 1, length: -1 }),
)

/** JSON texts: a valid body, one with some fields replaced, any JSON, odd keys, deep nesting, and invalid JSON. */
export function anyBodyText(valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const mutated = fc.tuple(valid, fc.nat(20), oddValues, fc.boolean()).map(([body, at, odd, isNew]) => mutate(body, at, odd, isNew))
  return fc.oneof(
    valid.map((body) => JSON.stringify(body)),
    mutated.map((body) => JSON.stringify(body)),
    mutated.map((body) => JSON.stringify(body)),
    oddValues.map((value) => JSON.stringify(value)),
    valid.map((body) =>
      JSON.stringify(body).replace(/^\{/, '{"__proto__":{"isAdmin":true},"constructor":{"prototype":1},').replace(',}', '}'),
    ),
    fc.constantFrom(100, 5_000, 30_000).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
    fc.constantFrom(1_000, 9_000).map((depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
    fc.constantFrom('', '{', 'null', '\u0000', '{"a":1,"a":2}', `"${'x'.repeat(100_000)}"`, `${' '.repeat(60_000)}{}`),
    anyText(),
  )
}

/** Replaces one field (at any depth, counted through) by another value, or adds a field. */
function mutate(body: unknown, at: number, odd: unknown, isNew: boolean): unknown {
  if (typeof body !== 'object' || body === null) return odd
  if (isNew) return { ...body, [`x${at}`]: odd }
  const names = Object.keys(body)
  const name = names[at % Math.max(1, names.length)]
  if (name === undefined) return odd
  const held = (body as Record<string, unknown>)[name]
  const isDeep = typeof held === 'object' && held !== null && at % 2 === 1
  const next = isDeep ? mutate(held, Math.floor(at / 2), odd, isNew) : odd
  return Array.isArray(body) ? body.map((one: unknown, index) => (String(index) === name ? next : one)) : { ...body, [name]: next }
}

/** Query texts and path parts, some of them valid. */
export const anyParameter: fc.Arbitrary<string> = fc.oneof(
  oddTexts,
  fc.constantFrom('1', '50', '0', '-1', '2026-03-14T13:58:15Z', 'east', 'jm1:8081', 'leader/latch', 'csv', 'jsonl', 'default', ''),
)
