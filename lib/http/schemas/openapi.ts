import 'server-only'
import { z } from 'zod'
import type { ErrorCode } from '../errors'
import { errorStatus } from '../respond'
import * as answers from './answers'
import { configuration, findings } from './configuration'
import { routes, type DescribedRoute } from './paths'
import { clusterSnapshot, clusterSummary } from './snapshot'

const described: Record<string, z.ZodType> = { clusterSnapshot, clusterSummary, configuration, findings, ...answers }

/** The API's description, OpenAPI 3.1, whose schemas are those of the answers. */
export function toOpenApi() {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Understudy',
      version: '1',
      description: 'Who leads an Apache Flink cluster, could a standby take over now, and how long would it take. All of it is read only. Times are ISO 8601 UTC; 64-bit ids are strings.',
    },
    paths: Object.fromEntries(Object.entries(routes).map(([path, route]) => [path, { get: toOperation(path, route) }])),
    components: { schemas: toSchemas() },
  }
}

function toSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(described)) registry.add(schema, { id })
  // As input: what an answer may have beyond what is described today is not forbidden.
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/components/schemas/${id}` })
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _schema, $id: _id, ...schema }]) => [id, schema]))
}

function toOperation(path: string, { summary, description, parameters, errors, ...route }: DescribedRoute) {
  return {
    operationId: toOperationId(path),
    summary,
    ...(description && { description }),
    ...(parameters && { parameters }),
    responses: { 200: toSuccess(route), ...toFailures([...errors, 'host-refused', 'internal']) },
  }
}

function toOperationId(path: string): string {
  const words = path.replace('/api/v1', '').split(/[^a-z]+/i).filter((word) => word !== '')
  return `get${words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')}`
}

function toSuccess({ answer, alsoText }: Pick<DescribedRoute, 'answer' | 'alsoText'>) {
  if ('text' in answer) return { description: answer.text, content: { 'text/plain': {} } }
  if ('events' in answer) return { description: answer.events, content: { 'text/event-stream': {} } }
  const content = { 'application/json': toReference(answer.schema) }
  return { description: alsoText ?? 'The answer.', content: alsoText ? { ...content, 'text/plain': {} } : content }
}

function toFailures(codes: ErrorCode[]) {
  const statuses = new Set(codes.map(errorStatus))
  return Object.fromEntries([...statuses].map((status) => [status, toFailure(codes.filter((code) => errorStatus(code) === status))]))
}

function toFailure(codes: ErrorCode[]) {
  return { description: codes.map((code) => `\`${code}\``).join(', '), content: { 'application/json': toReference('error') } }
}

function toReference(schema: string) {
  return { schema: { $ref: `#/components/schemas/${schema}` } }
}
