import 'server-only'
import { z } from 'zod'
import type { ErrorCode } from '../errors'
import { findNeededProof, type NeededProof } from '../proof-table'
import { errorStatus } from '../respond'
import * as accessRequests from './access'
import { accessRoutes } from './access-paths'
import * as answers from './answers'
import { autopilotRequest } from './autopilot'
import { emergencyStopRequest } from './operations'
import { routes } from './paths'
import * as access from '@/lib/model/schemas/access'
import * as activities from '@/lib/model/schemas/activity'
import * as autopilots from '@/lib/model/schemas/autopilot'
import * as lastLogs from '@/lib/model/schemas/last-log'
import { clusterSnapshot, clusterSummary } from '@/lib/model/schemas/cluster-snapshot'
import * as configurations from '@/lib/model/schemas/configuration'
import * as streamEvents from '@/lib/model/schemas/events'
import * as histories from '@/lib/model/schemas/history'
import * as operations from '@/lib/model/schemas/operations'
import * as znodes from '@/lib/model/schemas/znode'
import { statusPageDraft } from '@/lib/status/model/declared-pages'
import { statusPageDetail, statusPageList, webhookList } from '@/lib/status/model/managed-page'
import * as statusPages from './status-pages'
import type { DescribedRoute } from './described-route'

/** Answers are described where their types come from (lib/model/schemas, lib/status/model), what is sent to the API here. */
const described: Record<string, z.ZodType> = {
  clusterSnapshot,
  clusterSummary,
  ...configurations,
  ...answers,
  ...activities,
  ...histories,
  ...znodes,
  ...streamEvents,
  ...operations,
  emergencyStopRequest,
  statusPageDraft,
  statusPageDetail,
  statusPageList,
  webhookList,
  ...statusPages,
  ...autopilots,
  ...lastLogs,
  autopilotRequest,
  ...access,
  ...accessRequests,
}

/** The API's description, OpenAPI 3.1, whose schemas are those of the answers. */
export function toOpenApi() {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Understudy',
      version: '1',
      description:
        'Who leads an Apache Flink cluster, could a standby take over now, and how long would it take. Reading needs the role viewer, acting on clusters operator, and deciding who may do what administrator, as a session of the browser or an API key (Authorization: Bearer …). Times are ISO 8601 UTC; 64-bit ids are strings.',
    },
    security: [{ key: [] }, { session: [] }],
    paths: toPaths(),
    components: {
      schemas: toSchemas(),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'understudy-8080.session_token',
          description: 'With the port; begins with __Secure- over TLS.',
        },
      },
    },
  }
}

function toPaths(): Record<string, Partial<Record<Method, ReturnType<typeof toOperation>>>> {
  const paths: ReturnType<typeof toPaths> = {}
  for (const [name, route] of Object.entries({ ...routes, ...accessRoutes })) {
    const { method, path } = parseRouteName(name)
    paths[path] = { ...paths[path], [method]: toOperation(method, path, route) }
  }
  return paths
}

/** What is needed beside the role, for a reader of the description. */
const proofWords: Record<NeededProof, string> = {
  role: '',
  'by-body': ' A session needs a fresh proof for some of it.',
  proof: ' A session needs a fresh proof.',
  person: ' Needs a session with a fresh proof; no key may do it.',
}

type Method = 'get' | 'post' | 'put' | 'delete'

function parseRouteName(name: string): { method: Method; path: string } {
  const [, method = 'GET', path = ''] = /^(?:(POST|PUT|DELETE) )?(\/.*)$/.exec(name) ?? []
  return { method: method.toLowerCase() as Method, path }
}

function toSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(described)) registry.add(schema, { id })
  // As input: an answer may have fields beyond those described today.
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/components/schemas/${id}` })
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _schema, $id: _id, ...schema }]) => [id, schema]))
}

function toOperation(
  method: Method,
  path: string,
  { summary, description, parameters, body, status = 200, role = 'viewer', errors, ...route }: DescribedRoute,
) {
  const signed: ErrorCode[] = role === 'everybody' ? [] : ['sign-in-needed', 'not-allowed']
  const needed = findNeededProof(method.toUpperCase(), path)
  const proven: ErrorCode[] =
    method === 'get' ? [] : needed === null || needed === 'role' ? ['wrong-origin'] : ['wrong-origin', 'step-up-required']
  return {
    operationId: toOperationId(method, path),
    summary,
    description:
      [description, role === 'everybody' ? 'Everybody may.' : `Needs the role ${role}.`].filter(Boolean).join(' ') +
      proofWords[needed ?? 'role'],
    ...(role === 'everybody' && { security: [] }),
    ...(parameters && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': toReference(body) } } }),
    responses: { [status]: toSuccess(route), ...toFailures([...errors, ...signed, ...proven, 'host-refused', 'internal']) },
  }
}

function toOperationId(method: Method, path: string): string {
  const words = path
    .replace('/api/v1', '')
    .split(/[^a-z]+/i)
    .filter((word) => word !== '')
  return `${method}${words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')}`
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
