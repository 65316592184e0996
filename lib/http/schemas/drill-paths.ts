import 'server-only'
import type { DescribedRoute, Parameter } from './described-route'
import { clusterId, idempotencyKey, limit, ofCluster, query } from './paths'

const drillId: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the drill, which is that of its operation.',
  schema: { type: 'string', format: 'uuid' },
}

/** Drills: an operation each, with evidence and a report. */
export const drillRoutes: Record<string, DescribedRoute> = {
  'POST /api/v1/clusters/{id}/drills': {
    summary: 'Break one thing on purpose, measure the failover, undo it',
    description:
      'With `dryRun` 200 and the plan with its preflight. Else 202 and the id: the drill is an operation (`GET /api/v1/operations/{id}`), and `POST /api/v1/operations/{id}/abort` undoes the fault.',
    answer: { schema: 'operationStarted' },
    status: 202,
    body: 'drillRequest',
    role: 'operator',
    parameters: [clusterId, idempotencyKey],
    errors: [
      ...ofCluster,
      'operation-refused',
      'operation-running',
      'leader-changed',
      'confirmation-needed',
      'emergency-stop',
      'not-recorded',
      'key-used',
    ],
  },
  '/api/v1/clusters/{id}/drills': {
    summary: 'The drills of a cluster, newest first',
    answer: { schema: 'drillList' },
    parameters: [clusterId, limit],
    errors: [...ofCluster, 'journal-unusable'],
  },
  '/api/v1/drills/{id}': {
    summary: 'One drill, also while it runs',
    answer: { schema: 'drill' },
    parameters: [drillId],
    errors: ['drill-not-found', 'journal-unusable'],
  },
  '/api/v1/drills/{id}/report': {
    summary: 'The report of a drill that ended',
    answer: { schema: 'drillReport' },
    parameters: [
      drillId,
      query('format', 'json (if not given), markdown or junit.', { type: 'string', enum: ['json', 'markdown', 'junit'] }),
    ],
    errors: ['bad-request', 'drill-not-found', 'not-ready', 'journal-unusable'],
  },
}
