/**
 * The shape of Statuspage's API v2 for its clients: JSON Schema of the answers, written from its public
 * documentation. Closed sets of words are closed; additions of ours are below `understudy` and are accepted.
 */
const text = { type: 'string', minLength: 1 }
const moment = { type: 'string', format: 'date-time' }
const momentOrNull = { anyOf: [moment, { type: 'null' }] }

const page = {
  type: 'object',
  required: ['id', 'name', 'url', 'time_zone', 'updated_at'],
  properties: { id: text, name: text, url: { type: 'string', format: 'uri' }, time_zone: text, updated_at: moment },
}

const status = {
  type: 'object',
  required: ['indicator', 'description'],
  properties: { indicator: { enum: ['none', 'minor', 'major', 'critical', 'maintenance'] }, description: text },
}

const component = {
  type: 'object',
  required: [
    'id',
    'name',
    'status',
    'created_at',
    'updated_at',
    'position',
    'description',
    'showcase',
    'start_date',
    'group_id',
    'page_id',
    'group',
    'only_show_if_degraded',
  ],
  properties: {
    id: text,
    name: text,
    status: { enum: ['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance'] },
    created_at: moment,
    updated_at: moment,
    position: { type: 'integer', minimum: 0 },
    description: { type: ['string', 'null'] },
    showcase: { type: 'boolean' },
    start_date: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
    group_id: { type: ['string', 'null'] },
    page_id: text,
    group: { type: 'boolean' },
    only_show_if_degraded: { type: 'boolean' },
    components: { type: 'array', items: text },
  },
}

const update = (words: readonly string[]) => ({
  type: 'object',
  required: ['id', 'incident_id', 'status', 'body', 'created_at', 'updated_at', 'display_at'],
  properties: {
    id: text,
    incident_id: text,
    status: { enum: words },
    body: text,
    created_at: moment,
    updated_at: moment,
    display_at: moment,
  },
})

const incidentWords = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']
const maintenanceWords = ['scheduled', 'in_progress', 'verifying', 'completed']

const incidentOf = (words: readonly string[], impacts: readonly string[], more: Record<string, unknown> = {}) => ({
  type: 'object',
  required: [
    'id',
    'name',
    'status',
    'impact',
    'created_at',
    'updated_at',
    'monitoring_at',
    'resolved_at',
    'shortlink',
    'page_id',
    'incident_updates',
    ...Object.keys(more),
  ],
  properties: {
    id: text,
    name: text,
    status: { enum: words },
    impact: { enum: impacts },
    created_at: moment,
    updated_at: moment,
    started_at: moment,
    monitoring_at: momentOrNull,
    resolved_at: momentOrNull,
    shortlink: { type: 'string', format: 'uri' },
    page_id: text,
    incident_updates: { type: 'array', items: update(words) },
    components: { type: 'array', items: component },
    ...more,
  },
})

const incident = incidentOf(incidentWords, ['none', 'minor', 'major', 'critical', 'maintenance'])
const maintenance = incidentOf(maintenanceWords, ['maintenance'], { scheduled_for: moment, scheduled_until: moment })

const answer = (parts: Record<string, unknown>) => ({ type: 'object', required: Object.keys(parts), properties: parts })
const list = (items: unknown) => ({ type: 'array', items })

export const statuspageSchemas = {
  summary: answer({ page, status, components: list(component), incidents: list(incident), scheduled_maintenances: list(maintenance) }),
  status: answer({ page, status }),
  components: answer({ page, components: list(component) }),
  incidents: answer({ page, incidents: { ...list(incident), maxItems: 50 } }),
  maintenances: answer({ page, scheduled_maintenances: { ...list(maintenance), maxItems: 50 } }),
}
