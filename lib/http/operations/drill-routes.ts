import 'server-only'
import { apiPaths } from '@/lib/base/paths'
import { findStoredDrill, listDrills, toDrill } from '@/lib/drills/drill-store'
import { answer, answerForCluster, throwNoCluster, type ClusterContext } from '@/lib/http/answer'
import { HttpError } from '@/lib/http/errors'
import { readJsonBody } from '@/lib/http/read-body'
import { readClusterId } from '@/lib/http/read-request'
import { respondJson } from '@/lib/http/respond'
import { getJournal } from '@/lib/journal/database'
import { drillRequest, type DrillList, type DrillReport } from '@/lib/model/drills/drill-report'
import { toDrillJunit, toDrillMarkdown } from '@/lib/model/drills/report-texts'
import { toDrillOperation } from '@/lib/model/drills/to-operation'
import { getOperations } from '@/lib/operations/get-operations'
import type { OperationCommand } from '@/lib/operations/run/command'
import { readRequestKey } from '@/lib/operations/run/request-key'
import { answerRequested } from './answer-asked'
import { readListLimit } from './read-list-limit'
import type { OperationContext } from './routes'

/** `POST …/drills`: 200 with the plan for a dry run, else 202 with the id, which is the operation's too. */
export const postDrill = answerRequested<ClusterContext>('operation', 'operator', async (request, { params }, by) => {
  const clusterId = readClusterId((await params).id)
  const asked: OperationCommand = { ...by, clusterId, request: toDrillOperation(await readJsonBody(request, drillRequest)) }
  const operations = await getOperations()
  if (asked.request.dryRun) return respondJson(await operations.plan(asked, request.signal))
  const { id } = await operations.start({ ...asked, once: readRequestKey(request.headers, by.actor, clusterId, asked.request) })
  return Response.json({ id }, { status: 202, headers: { location: apiPaths.drill(id), 'cache-control': 'no-store' } })
})

export const listClusterDrills = answerForCluster(async ({ request, console, id }) => {
  const settings = console.findSettings(id) ?? throwNoCluster(id)
  const drills = await listDrills(await getJournal(), id, readListLimit(request))
  return respondJson({ allowed: settings.drills.allow, drills } satisfies DrillList)
})

export const getDrill = answer<OperationContext>(async (_request, { params }) => respondJson(toDrill(await findDrill((await params).id))))

type Writer = (report: DrillReport) => Response

const writers: Readonly<Record<string, Writer>> = {
  json: (report) => respondJson(report),
  markdown: (report) => respondText(toDrillMarkdown(report), 'text/markdown'),
  junit: (report) => respondText(toDrillJunit(report), 'application/xml'),
}

export const getDrillReport = answer<OperationContext>(async (request, { params }) => {
  const format = new URL(request.url).searchParams.get('format') ?? 'json'
  const write = Object.hasOwn(writers, format) ? writers[format] : undefined
  if (!write) throw new HttpError('bad-request', `format: one of ${Object.keys(writers).join(', ')}.`, { field: 'format' })
  const { report } = await findDrill((await params).id)
  if (report === null) throw new HttpError('not-ready', 'The drill has no report yet: it is written when the drill ends, however it ends.')
  return write(report)
})

function respondText(text: string, type: string): Response {
  return new Response(text, { headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' } })
}

async function findDrill(id: string) {
  const found = /^[0-9a-f-]{36}$/.test(id) ? await findStoredDrill(await getJournal(), id) : null
  if (found) return found
  throw new HttpError('drill-not-found', `There is no drill "${id.slice(0, 60)}". A drill that was refused has none.`)
}
