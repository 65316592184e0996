import 'server-only'
import type { ErrorCode } from '../errors'
import { statusRoutes } from './status-paths'
import type { DescribedRoute, Parameter } from './described-route'

const text = { type: 'string' }
const clusterId: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the cluster.',
  schema: { ...text, maxLength: 64 },
}
const query = (name: string, description: string, schema: Record<string, unknown>, required = false): Parameter => ({
  name,
  in: 'query',
  required,
  description,
  schema,
})
const moment = { type: 'string', format: 'date-time' }

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'One key for each thing to do, e.g. a UUID: however often it arrives, it is begun once.',
  schema: { ...text, maxLength: 200 },
}
const operationId: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the operation.',
  schema: { ...text, format: 'uuid' },
}
const limit = query('limit', 'At most so many, 1 to 200; 50 if not given.', { type: 'integer', minimum: 1, maximum: 200 })

const activityFilter = [
  query('cluster', 'Of this cluster only.', text),
  query('source', 'event, term, finding, operation, incident, maintenance or audit; may be given several times.', text),
  query('severity', 'error, warning or note; may be given several times.', text),
  query('who', 'Part of the name of who did it.', text),
  query('text', 'Part of the text, subject or kind.', text),
  query('from', 'Not before.', moment),
  query('to', 'Not after.', moment),
]

const ofCluster: ErrorCode[] = ['bad-request', 'cluster-not-found', 'not-ready']

/** Keyed by path for what is read with GET, by method and path, like `POST /api/v1/keys`, for the rest. */
export const routes: Record<string, DescribedRoute> = {
  '/api/v1/clusters': { summary: 'All clusters, worst first', answer: { schema: 'clusterList' }, errors: [] },
  '/api/v1/clusters/events': {
    summary: 'All clusters, live',
    answer: {
      events:
        '`clusters` (clusterList) first and when the set changes, `changed` (clusterList) with those that changed, at once after a quiet time and else gathered, `settings` (settingsChange) when something else that pages show changed, at most four a second, `beat` once a second (`now`, `epoch`).',
    },
    errors: [],
  },
  '/api/v1/clusters/{id}': {
    summary: 'The snapshot of one cluster',
    description: 'Its ETag is the epoch and revision; `If-None-Match` answers 304.',
    answer: { schema: 'clusterSnapshot' },
    parameters: [clusterId],
    errors: ofCluster,
  },
  '/api/v1/clusters/{id}/events': {
    summary: 'The snapshot of one cluster, live',
    answer: {
      events:
        '`snapshot` (clusterSnapshot, id: revision). With `patch=1` one snapshot, then `patch` (patchEvent) against the revision before, a snapshot again after a gap, `settings` (settingsChange) when something else that pages show changed, at most four a second, and `beat` (beat) once a second. A comment every 15 s.',
    },
    parameters: [
      clusterId,
      query('patch', '1: patches after the first snapshot.', { enum: ['1'] }),
      query('epoch', 'With Last-Event-ID: the epoch of the revision held. If both are the present ones, no snapshot is sent first.', text),
      { name: 'Last-Event-ID', in: 'header', required: false, description: 'The revision held.', schema: text },
    ],
    errors: ofCluster,
  },
  '/api/v1/clusters/{id}/history': {
    summary: 'What is remembered: leadership lanes, verdicts, terms, gaps and events',
    description: 'The last 24 hours unless asked otherwise, at most 400 days. Over long ranges short spans are told together.',
    answer: { schema: 'history' },
    errors: ofCluster,
    parameters: [
      clusterId,
      query('from', 'Not before.', moment),
      query('to', 'Not after.', moment),
      query('before', 'Events before these: `next` of the answer before.', text),
      query('limit', 'At most so many events.', { type: 'integer', minimum: 1, maximum: 500 }),
    ],
  },
  '/api/v1/clusters/{id}/snapshot': {
    summary: 'The cluster as it was at a moment',
    answer: { schema: 'moment' },
    errors: [...ofCluster, 'nothing-remembered', 'journal-unusable'],
    parameters: [clusterId, query('at', 'The moment.', moment, true)],
  },
  '/api/v1/activity': {
    summary: 'What happened, was found and was done, newest first',
    description: 'The audit is among it for administrators only.',
    answer: { schema: 'activity' },
    errors: ['bad-request'],
    parameters: [
      ...activityFilter,
      query('before', '`next` of the answer before.', text),
      query('limit', 'At most so many.', { type: 'integer', minimum: 1, maximum: 500 }),
    ],
  },
  '/api/v1/activity/events': {
    summary: 'The newest of it, live',
    answer: {
      events:
        '`activity` (activity) first and whenever what fits the filter changed, at most four a second; `settings` (settingsChange) likewise when something else that pages show changed; `beat` once a second (`now`, `epoch`).',
    },
    errors: ['bad-request'],
    parameters: [...activityFilter, query('limit', 'At most so many.', { type: 'integer', minimum: 1, maximum: 500 })],
  },
  '/api/v1/audit/verify': {
    summary: 'Whether the audit is whole: each line’s hash covers the one before',
    description: '`line` and `hash`, as an earlier answer told its last, prove that nothing up to there was cut off or written anew since.',
    answer: { schema: 'auditProof' },
    errors: ['bad-request', 'journal-unusable'],
    role: 'administrator',
    parameters: [
      query('line', 'Number of a line that was written down.', { type: 'integer', minimum: 1 }),
      query('hash', 'Its hash.', { ...text, pattern: '^[0-9a-f]{64}$' }),
    ],
  },
  '/api/v1/activity/export': {
    summary: 'The same as a file: JSON lines or CSV',
    description: 'At most 100,000 lines; a last line says when it was cut.',
    answer: { text: 'One entry a line.' },
    errors: ['bad-request', 'journal-unusable'],
    parameters: [...activityFilter, query('format', 'Default jsonl.', { enum: ['jsonl', 'csv'] })],
  },
  '/api/v1/clusters/{id}/znodes': {
    summary: 'One znode of the cluster, decoded',
    answer: { schema: 'znode' },
    errors: [...ofCluster, 'znode-not-found'],
    parameters: [clusterId, query('path', "Relative to the cluster's root; empty for the root.", { ...text, maxLength: 1024 })],
  },
  '/api/v1/clusters/{id}/last-log': {
    summary: 'The last lines of the log of a JobManager whose process is gone',
    description:
      'Read on its host, where the console controls that. Secrets are hidden; control characters are left out. `known: false` says why there is none.',
    answer: { schema: 'lastLog' },
    parameters: [clusterId, query('master', 'A line of the masters file.', { ...text, maxLength: 300 }, true)],
    errors: ofCluster,
  },
  '/api/v1/clusters/{id}/findings': {
    summary: 'What the doctor finds in the configuration, and the diffs that fix it',
    answer: { schema: 'findings' },
    parameters: [clusterId],
    errors: ofCluster,
  },
  '/api/v1/clusters/{id}/configuration': {
    summary: 'The effective options, the files and the findings',
    description: 'Values of keys that Flink calls sensitive are hidden.',
    answer: { schema: 'configuration' },
    parameters: [clusterId],
    errors: ofCluster,
  },
  '/api/v1/clusters/{id}/leader': {
    summary: 'The address of the one proven leader',
    description: "503 while none is proven: ZooKeeper not heard, no leader, or the leader's process gone or frozen.",
    answer: { schema: 'provenLeader' },
    alsoText: 'The address alone, unless Accept asks for JSON.',
    parameters: [clusterId],
    errors: [...ofCluster, 'no-leader'],
  },
  '/api/v1/clusters/{id}/is-leader': {
    summary: 'Whether a master leads, for load balancers',
    answer: { schema: 'isLeader' },
    errors: [...ofCluster, 'no-leader', 'not-leader'],
    parameters: [clusterId, query('master', 'As in the masters file, e.g. jm1:8081.', { ...text, maxLength: 300 }, true)],
  },
  'POST /api/v1/clusters/{id}/operations': {
    summary: 'Do something to a cluster, or see the plan',
    description:
      'With `dryRun` 200 and the plan: exact commands, host by host, and the preflight. Else 202 and the id, when nothing speaks against it. Some kinds need administrator. The same request sent again with the same `Idempotency-Key` answers with the operation it began the first time.',
    answer: { schema: 'operationStarted' },
    status: 202,
    body: 'operationRequest',
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
  '/api/v1/clusters/{id}/operations': {
    summary: 'What was done to a cluster, newest first',
    answer: { schema: 'operationList' },
    parameters: [clusterId, limit],
    errors: [...ofCluster, 'not-recorded'],
  },
  '/api/v1/operations': {
    summary: 'What was done to all clusters, newest first',
    answer: { schema: 'operationList' },
    parameters: [limit],
    errors: ['bad-request', 'not-recorded'],
  },
  '/api/v1/operations/{id}': {
    summary: 'One operation',
    answer: { schema: 'operation' },
    parameters: [operationId],
    errors: ['operation-not-found', 'not-recorded'],
  },
  '/api/v1/operations/{id}/events': {
    summary: 'One operation, live',
    answer: {
      events: '`operation` (operation) with each change, at most ten a second; the stream ends a second after the one that is over.',
    },
    parameters: [operationId],
    errors: ['operation-not-found', 'not-recorded'],
  },
  'POST /api/v1/operations/{id}/abort': {
    summary: 'End an operation',
    description: 'It ends at the next safe moment; what was done until then stays done.',
    answer: { schema: 'operation' },
    status: 202,
    role: 'operator',
    parameters: [operationId],
    errors: ['operation-not-found', 'not-recorded'],
  },
  '/api/v1/emergency-stop': {
    summary: 'Whether the emergency stop is pulled',
    answer: { schema: 'emergencyStop' },
    errors: ['not-recorded'],
  },
  'POST /api/v1/emergency-stop': {
    summary: 'End every operation, forbid new ones, on all clusters',
    answer: { schema: 'emergencyStop' },
    body: 'emergencyStopRequest',
    role: 'operator',
    errors: ['bad-request', 'not-recorded'],
  },
  'DELETE /api/v1/emergency-stop': {
    summary: 'Allow operations again',
    answer: { schema: 'emergencyStop' },
    body: 'emergencyStopRequest',
    role: 'administrator',
    errors: ['bad-request', 'not-recorded'],
  },
  '/api/v1/clusters/{id}/autopilot': {
    summary: 'What the autopilot of a cluster would do, and what it did',
    answer: { schema: 'autopilot' },
    parameters: [clusterId],
    errors: [...ofCluster, 'not-recorded'],
  },
  'POST /api/v1/clusters/{id}/autopilot': {
    summary: 'Turn the autopilot on or off',
    answer: { schema: 'autopilot' },
    body: 'autopilotRequest',
    role: 'administrator',
    parameters: [clusterId],
    errors: [...ofCluster, 'confirmation-needed', 'not-recorded'],
  },
  'POST /api/v1/clusters/{id}/autopilot/acknowledge': {
    summary: 'Acknowledge a run of the autopilot: it may act again',
    answer: { schema: 'autopilot' },
    role: 'operator',
    parameters: [clusterId],
    errors: [...ofCluster, 'not-recorded'],
  },
  '/api/v1/clusters/{id}/backups': {
    summary: 'Back-ups of orphaned metadata, newest first',
    answer: { schema: 'backupList' },
    parameters: [clusterId],
    errors: [...ofCluster, 'not-recorded'],
  },
  ...statusRoutes,
  '/.well-known/security.txt': {
    summary: 'Security contact',
    answer: { text: 'RFC 9116' },
    role: 'everybody',
    errors: ['route-not-found'],
  },
  '/healthz': { summary: 'The process lives', answer: { schema: 'health' }, role: 'everybody', errors: [] },
  '/readyz': {
    summary: 'Settings are read and each observer had its first answer or failure',
    answer: { schema: 'readiness' },
    role: 'everybody',
    errors: ['not-ready'],
  },
  '/metrics': { summary: 'Prometheus metrics', answer: { text: 'Prometheus text format.' }, errors: [] },
}
