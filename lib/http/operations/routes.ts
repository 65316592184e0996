import 'server-only'
import { apiPaths } from '@/lib/base/paths'
import { answer, answerForCluster, throwNoCluster, type ClusterContext } from '@/lib/http/answer'
import { HttpError } from '@/lib/http/errors'
import { demandProof } from '@/lib/http/proof-table'
import { readJsonBody } from '@/lib/http/read-body'
import { readClusterId } from '@/lib/http/read-request'
import { respondJson } from '@/lib/http/respond'
import { emergencyStopRequest } from '@/lib/http/schemas/operations'
import { operationRequest } from '@/lib/model/schemas/operations'
import type { OperationRecord } from '@/lib/model/operation'
import type { EmergencyStopAnswer, OperationList } from '@/lib/model/operation'
import { operationKinds } from '@/lib/model/operation-kinds'
import { canActAs } from '@/lib/model/actor'
import { getOperations } from '@/lib/operations/get-operations'
import { readRequestKey } from '@/lib/operations/run/request-key'
import { answerRequested } from './answer-asked'
import { streamOperation } from './stream-operation'
import type { OperationCommand } from '@/lib/operations/run/command'

export interface OperationContext {
  params: Promise<{ id: string }>
}

const most = 200

/** `POST …/operations`. 200 with the plan for a dry run, else 202 with the id. */
export const postOperation = answerRequested<ClusterContext>('operation', 'operator', async (request, { params }, by, signedIn) => {
  const clusterId = readClusterId((await params).id)
  const asked: OperationCommand = { ...by, clusterId, request: await readJsonBody(request, operationRequest) }
  const operations = await getOperations()
  const { role } = operationKinds[asked.request.kind]
  if (!canActAs(by.actor, role))
    throw new HttpError('not-allowed', `This needs the role ${role}, and ${by.actor.name} has the role ${by.actor.role}.`, {
      needs: role,
      has: by.actor.role,
    })
  if (asked.request.dryRun) return respondJson(await operations.plan(asked, request.signal))
  if (role === 'administrator') demandProof(signedIn, 'proof')
  const { id } = await operations.start({ ...asked, once: readRequestKey(request.headers, by.actor, clusterId, asked.request) })
  return Response.json({ id }, { status: 202, headers: { location: apiPaths.operation(id), 'cache-control': 'no-store' } })
})

export const listClusterOperations = answerForCluster(async ({ request, console, id }) => {
  if (!console.findSettings(id)) throwNoCluster(id)
  const operations = await (await getOperations()).list({ clusterId: id, limit: readLimit(request) })
  return respondJson({ operations } satisfies OperationList)
})

export const listOperations = answer(async (request) =>
  respondJson({ operations: await (await getOperations()).list({ limit: readLimit(request) }) } satisfies OperationList),
)

export const getOperation = answer<OperationContext>(async (_request, { params }) => respondJson(await findOperation((await params).id)))

export const getOperationEvents = answer<OperationContext>(async (request, { params }) => {
  const record = await findOperation((await params).id)
  return streamOperation(await getOperations(), record, request)
})

export const postAbort = answerRequested<OperationContext>('operation.abort', 'operator', async (_request, { params }, by) => {
  const { id } = await params
  const record = (await (await getOperations()).abort(id, by)) ?? throwNoOperation(id)
  return Response.json(record, { status: 202 })
})

export const getEmergencyStop = answer(async () => respondJson(await readEmergencyStop()))

export const postEmergencyStop = answerRequested('emergency-stop.raise', 'operator', async (request, _context, by) => {
  const { reason } = await readJsonBody(request, emergencyStopRequest)
  await (await getOperations()).raiseEmergencyStop(by, reason ?? null)
  return respondJson(await readEmergencyStop())
})

/** The person who lifts the emergency stop need not be the one who triggered it. */
export const deleteEmergencyStop = answerRequested('emergency-stop.lift', 'administrator', async (request, _context, by) => {
  const { reason } = await readJsonBody(request, emergencyStopRequest)
  await (await getOperations()).liftEmergencyStop(by, reason ?? null)
  return respondJson(await readEmergencyStop())
})

async function readEmergencyStop(): Promise<EmergencyStopAnswer> {
  return { emergencyStop: await (await getOperations()).findEmergencyStop() }
}

async function findOperation(id: string): Promise<OperationRecord> {
  const record = /^[0-9a-f-]{36}$/.test(id) ? await (await getOperations()).find(id) : null
  return record ?? throwNoOperation(id)
}

function throwNoOperation(id: string): never {
  throw new HttpError('operation-not-found', `There is no operation "${id.slice(0, 60)}". GET /api/v1/operations lists those there are.`)
}

function readLimit(request: Request): number {
  const text = new URL(request.url).searchParams.get('limit')
  if (text === null) return 50
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text)
  throw new HttpError('bad-request', `limit: a number from 1 to ${most}.`, { field: 'limit' })
}
