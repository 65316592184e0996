/** Every path of the console's pages and API: one source, so that a moved route is one change. Ids are escaped here. */
const at = (...parts: string[]): string => `/${parts.map(encodeURIComponent).join('/')}`

/** Pages. */
export const pagePaths = {
  clusters: '/',
  activity: '/activity',
  signIn: '/sign-in',
  welcome: '/welcome',
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

/** Pages below a cluster's own page. */
export type ClusterSection = 'recovery' | 'configuration' | 'zookeeper' | 'operations' | 'activity'

/** Paths of the HTTP API, as `GET /api/v1/openapi.json` describes it. */
export const apiPaths = {
  clusters: '/api/v1/clusters',
  clusterEvents: '/api/v1/clusters/events',
  activityEvents: '/api/v1/activity/events',
  activityExport: '/api/v1/activity/export',
  auditCheck: '/api/v1/audit/verify',
  emergencyStop: '/api/v1/emergency-stop',
  operations: '/api/v1/operations',
  session: '/api/v1/session',
  sessionProof: '/api/v1/session/proof',
  providerSession: '/api/v1/session/provider',
  sessions: '/api/v1/sessions',
  openLink: '/api/v1/links/look',
  useLink: '/api/v1/links/use',
  password: '/api/v1/account/password',
  secondFactor: '/api/v1/account/second-factor',
  people: '/api/v1/people',
  keys: '/api/v1/keys',
  statusPages: '/api/v1/status-pages',
  signedInBrowser: (id: string) => `/api/v1${at('sessions', id)}`,
  link: (id: string) => `/api/v1${at('links', id)}`,
  person: (id: string) => `/api/v1${at('people', id)}`,
  passwordReset: (personId: string) => `/api/v1${at('people', personId, 'reset')}`,
  secondFactorOf: (personId: string) => `/api/v1${at('people', personId, 'second-factor')}`,
  key: (id: string) => `/api/v1${at('keys', id)}`,
  cluster: (id: string) => `/api/v1${at('clusters', id)}`,
  ofCluster: (id: string, resource: ClusterResource) => `/api/v1${at('clusters', id)}/${resource}`,
  operation: (id: string) => `/api/v1${at('operations', id)}`,
  operationEvents: (id: string) => `/api/v1${at('operations', id, 'events')}`,
  abortOperation: (id: string) => `/api/v1${at('operations', id, 'abort')}`,
  statusPage: (id: string) => `/api/v1${at('status-pages', id)}`,
  ofStatusPage: (id: string, resource: 'webhooks' | 'maintenances' | 'incidents') => `/api/v1${at('status-pages', id)}/${resource}`,
  webhook: (pageId: string, id: string) => `/api/v1${at('status-pages', pageId, 'webhooks', id)}`,
  statusUpdates: (pageId: string, resource: 'maintenances' | 'incidents', id: string) =>
    `/api/v1${at('status-pages', pageId, resource, id, 'updates')}`,
}

export type ClusterResource =
  'events' | 'znodes' | 'history' | 'configuration' | 'operations' | 'backups' | 'last-log' | 'autopilot' | 'autopilot/acknowledge'
