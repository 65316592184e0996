/** Every address of the console's pages and API: one place, so that a moved route is one change. Ids are escaped here. */
const at = (...parts: string[]): string => `/${parts.map(encodeURIComponent).join('/')}`

/** Pages. */
export const pagePaths = {
  clusters: '/',
  activity: '/activity',
  signIn: '/sign-in',
  people: '/settings/people',
  keys: '/settings/keys',
  account: '/settings/account',
  statusPages: '/settings/status-pages',
  cluster: (id: string) => at('clusters', id),
  clusterSection: (id: string, section: ClusterSection) => at('clusters', id, section),
  operation: (clusterId: string, operationId: string) => at('clusters', clusterId, 'operations', operationId),
  statusPage: (pageId: string) => at('settings', 'status-pages', pageId),
  publicPage: (slug: string) => at('status', slug),
}

/** The pages below a cluster's own. */
export type ClusterSection = 'recovery' | 'configuration' | 'zookeeper' | 'operations' | 'activity'

/** The HTTP API, as `GET /api/v1/openapi.json` describes it. */
export const apiPaths = {
  clusters: '/api/v1/clusters',
  cluster: (id: string) => `/api/v1${at('clusters', id)}`,
  ofCluster: (id: string, resource: ClusterResource) => `/api/v1${at('clusters', id)}/${resource}`,
  operation: (id: string) => `/api/v1${at('operations', id)}`,
  abortOperation: (id: string) => `/api/v1${at('operations', id, 'abort')}`,
  statusPage: (id: string) => `/api/v1${at('status-pages', id)}`,
  ofStatusPage: (id: string, resource: 'webhooks' | 'maintenances' | 'incidents') => `/api/v1${at('status-pages', id)}/${resource}`,
}

export type ClusterResource =
  'events' | 'znodes' | 'history' | 'configuration' | 'operations' | 'backups' | 'autopilot' | 'autopilot/acknowledge'
