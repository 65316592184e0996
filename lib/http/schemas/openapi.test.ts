import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { toOpenApi } from './openapi'

const document = toOpenApi()

test('describes the API in OpenAPI 3.1', () => {
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

test('every reference leads somewhere, and no identity of zod is left in it', () => {
  const text = JSON.stringify(document)
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
  expect(references.length).toBeGreaterThan(10)
  for (const name of references) expect(document.components.schemas).toHaveProperty(name!)
  expect(text).not.toMatch(/"\$(?:id|schema|defs)"/)
})

test('operation ids are unique', () => {
  const ids = Object.values(document.paths).map(({ get }) => get.operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('a snapshot\'s schema names its fields and which of them must be there', () => {
  expect(document.components.schemas.clusterSnapshot).toMatchObject({
    type: 'object',
    required: expect.arrayContaining(['revision', 'epoch', 'sources', 'leader']),
    properties: { revision: { type: 'integer' }, verdict: { properties: { level: { enum: ['protected', 'at-risk', 'unprotected', 'no-leader', 'unknown'] } } } },
  })
})

test('every route that there is is described, and no other', () => {
  const app = fileURLToPath(new URL('../../../app/', import.meta.url))
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => /(^|\/)route\.ts$/.test(file))
  const paths = files.map((file) => `/${file.replace(/\/route\.ts$/, '').replace(/\[(\w+)\]/g, '{$1}')}`)
  const undescribed = ['/api/[...path]', '/api/v1/openapi.json']
  expect(Object.keys(document.paths).sort()).toEqual(paths.filter((path) => !undescribed.includes(path)).sort())
})
