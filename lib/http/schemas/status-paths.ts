import 'server-only'
import type { DescribedRoute, Parameter } from './described-route'

const inPath = (name: string, of: string): Parameter => ({
  name,
  in: 'path',
  required: true,
  description: `Id of the ${of}.`,
  schema: { type: 'string', maxLength: 40 },
})
const page = inPath('id', 'status page')
const body = (schema: string) => ({
  body: schema,
  answer: { schema: 'madeId' },
  errors: ['bad-request', 'status-page-not-found'] as DescribedRoute['errors'],
})

/** Routes that set up public pages and post updates to their readers. The public answers themselves are Statuspage's API v2. */
export const statusRoutes: Record<string, DescribedRoute> = {
  '/api/v1/status-pages': { summary: 'All status pages', answer: { schema: 'statusPageList' }, errors: [] },
  'POST /api/v1/status-pages': {
    summary: 'Make a status page',
    description: 'It is off until `isPublished` is true.',
    role: 'administrator',
    body: 'statusPageDraft',
    answer: { schema: 'madeId' },
    errors: ['bad-request'],
  },
  '/api/v1/status-pages/{id}': {
    summary: 'One status page, its incidents and maintenances of thirty days',
    parameters: [page],
    answer: { schema: 'statusPageDetail' },
    errors: ['status-page-not-found'],
  },
  'PUT /api/v1/status-pages/{id}': {
    summary: 'Change, publish or take back a status page',
    role: 'administrator',
    parameters: [page],
    ...body('statusPageDraft'),
  },
  'DELETE /api/v1/status-pages/{id}': {
    summary: 'Delete a status page with what was written on it',
    role: 'administrator',
    parameters: [page],
    answer: { schema: 'madeId' },
    errors: ['status-page-not-found'],
  },
  'POST /api/v1/status-pages/{id}/incidents': {
    summary: 'Open an incident by hand',
    role: 'operator',
    parameters: [page],
    ...body('incidentDraft'),
  },
  'POST /api/v1/status-pages/{id}/incidents/{incident}/updates': {
    summary: 'Write an update on an incident',
    description: "The state of one that the program opened stays the program's.",
    role: 'operator',
    parameters: [page, inPath('incident', 'incident')],
    ...body('incidentUpdate'),
  },
  'POST /api/v1/status-pages/{id}/maintenances': {
    summary: 'Announce maintenance',
    description: 'Uptime leaves it out, so it cannot be announced afterwards.',
    role: 'operator',
    parameters: [page],
    ...body('maintenanceDraft'),
  },
  'POST /api/v1/status-pages/{id}/maintenances/{maintenance}/updates': {
    summary: 'Write an update on a maintenance, or end it',
    role: 'operator',
    parameters: [page, inPath('maintenance', 'maintenance')],
    ...body('maintenanceUpdate'),
  },
  '/api/v1/status-pages/{id}/webhooks': {
    summary: 'Webhooks of a page with their last deliveries',
    role: 'administrator',
    parameters: [page],
    answer: { schema: 'webhookList' },
    errors: ['status-page-not-found'],
  },
  'POST /api/v1/status-pages/{id}/webhooks': {
    summary: 'Add a webhook',
    description: 'The secret is in this answer and in no other.',
    role: 'administrator',
    parameters: [page],
    ...body('webhookDraft'),
    answer: { schema: 'webhookMade' },
  },
  'DELETE /api/v1/status-pages/{id}/webhooks/{webhook}': {
    summary: 'Remove a webhook',
    role: 'administrator',
    parameters: [page, inPath('webhook', 'webhook')],
    answer: { schema: 'madeId' },
    errors: ['status-page-not-found'],
  },
}
