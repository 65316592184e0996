import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { toOpenApi } from './openapi'

const document = toOpenApi()

test('The document describes the API in OpenAPI 3.1', () => {
  expect(document.openapi).toBe('3.1.1')
  expect(document.paths['/api/v1/clusters/{id}']!.get).toMatchObject({
    operationId: 'getClustersId',
    responses: {
      200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/clusterSnapshot' } } } },
      404: { description: '`cluster-not-found`' },
      503: { description: '`not-ready`' },
    },
  })
})

test('Every reference resolves, and no zod id is left in the document', () => {
  const text = JSON.stringify(document)
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
  expect(references.length).toBeGreaterThan(10)
  for (const name of references) expect(document.components.schemas).toHaveProperty(name!)
  expect(text).not.toMatch(/"\$(?:id|schema|defs)"/)
})

test('The operation ids are unique', () => {
  const ids = Object.values(document.paths)
    .flatMap((operations) => Object.values(operations))
    .map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('The schema of a snapshot names its fields and which are required', () => {
  expect(document.components.schemas.clusterSnapshot).toMatchObject({
    type: 'object',
    required: expect.arrayContaining(['revision', 'epoch', 'sources', 'leader']),
    properties: {
      revision: { type: 'integer' },
      verdict: { properties: { level: { enum: ['protected', 'at-risk', 'unprotected', 'no-leader', 'unknown'] } } },
    },
  })
})

test('The document describes exactly the existing routes and methods', () => {
  const app = fileURLToPath(new URL('../../../app/', import.meta.url))
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => /(^|\/)route\.ts$/.test(file))
  const there = files.flatMap((file) => {
    const path = `/${file.replace(/\/route\.ts$/, '').replace(/\[(\w+)\]/g, '{$1}')}`
    return [...readFileSync(app + file, 'utf8').matchAll(/export (?:const|async function|function) (GET|POST|PUT|DELETE)\b/g)].map(
      ([, method]) => `${method} ${path}`,
    )
  })
  const undescribed = /\[\.\.\.|^GET \/api\/v1\/openapi\.json$/
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described.sort()).toEqual(there.filter((name) => !undescribed.test(name)).sort())
})

test('Each operation names the required role or that it is public', () => {
  expect(document.paths['/healthz']!.get).toMatchObject({ security: [], description: 'Everybody may.' })
  expect(document.paths['/api/v1/clusters']!.get).toMatchObject({
    description: 'Needs the role viewer.',
    responses: { 401: { description: '`sign-in-needed`' }, 403: { description: '`not-allowed`' } },
  })
})
