import { since, type OptionDefinition } from './definition'

/** JobManagerOptions, RestOptions, WebOptions: where processes listen. */
export const addressOptions = {
  jobManagerRpcAddress: {
    kind: 'text',
    eras: [since('0.9', ['jobmanager.rpc.address'], null)],
    doc: 'Overruled by --host of jobmanager.sh (JobManagerOptions.ADDRESS).',
  },
  jobManagerRpcPort: {
    kind: 'port',
    eras: [since('0.9', ['jobmanager.rpc.port'], '6123')],
    doc: 'Not used in HA mode (JobManagerOptions.PORT).',
  },
  jobManagerBindHost: {
    kind: 'text',
    eras: [since('1.11', ['jobmanager.bind-host'], null), since('0.9', [], null)],
    doc: 'Interface of the RPC port (JobManagerOptions.BIND_HOST).',
  },
  jobManagerRpcBindPort: {
    kind: 'port',
    eras: [since('1.11', ['jobmanager.rpc.bind-port'], null), since('0.9', [], null)],
    doc: 'JobManagerOptions.RPC_BIND_PORT.',
  },
  restAddress: {
    kind: 'text',
    eras: [since('1.5', ['rest.address', 'jobmanager.rpc.address'], null), since('0.9', [], null)],
    doc: 'Where clients ask (RestOptions.ADDRESS).',
  },
  restPort: {
    kind: 'port',
    eras: [
      since('1.5', ['rest.port', 'web.port'], '8081'),
      since('1.4', ['web.port', 'jobmanager.web.port'], '8081'),
      since('0.9', ['jobmanager.web.port'], '8081'),
    ],
    doc: 'Web UI and REST; overruled by --webui-port, which start-cluster.sh takes from masters (RestOptions.PORT).',
  },
  restBindAddress: {
    kind: 'text',
    eras: [
      since('1.5', ['rest.bind-address', 'web.address', 'jobmanager.web.address'], null),
      since('1.4', ['web.address', 'jobmanager.web.address'], null),
      since('1.3', ['jobmanager.web.address'], null),
      since('0.9', [], null),
    ],
    doc: 'Interface of the REST port (RestOptions.BIND_ADDRESS).',
  },
  restBindPort: {
    kind: 'ports',
    eras: [since('1.8', ['rest.bind-port', 'rest.port', 'web.port', 'jobmanager.web.port'], '8081'), since('0.9', [], null)],
    doc: 'REST port or range to listen on (RestOptions.BIND_PORT).',
  },
  webSubmitEnable: {
    kind: 'boolean',
    eras: [
      since('1.4', ['web.submit.enable', 'jobmanager.web.submit.enable'], 'true'),
      since('0.9', ['jobmanager.web.submit.enable'], 'true'),
    ],
    doc: 'Whether the web UI takes jars and runs them (WebOptions.SUBMIT_ENABLE).',
  },
  webUploadDir: {
    kind: 'path',
    eras: [since('1.4', ['web.upload.dir', 'jobmanager.web.upload.dir'], null), since('0.9', ['jobmanager.web.upload.dir'], null)],
    doc: 'WebOptions.UPLOAD_DIR.',
  },
  blobServerPort: { kind: 'ports', eras: [since('0.9', ['blob.server.port'], '0')], doc: 'BlobServerOptions.PORT.' },
  webCancelEnable: {
    kind: 'boolean',
    eras: [since('1.14', ['web.cancel.enable'], 'true'), since('0.9', [], null)],
    doc: 'Whether the web UI shows a button that cancels (WebOptions.CANCEL_ENABLE).',
  },
  restSslEnabled: {
    kind: 'boolean',
    eras: [since('2.0', ['security.ssl.rest.enabled'], 'false'), since('1.6', ['security.ssl.rest.enabled'], null), since('0.9', [], null)],
    doc: 'TLS of the REST port; up to 1.20 security.ssl.enabled holds where it is not set (SecurityOptions.isRestSSLEnabled).',
  },
  restSslAuthentication: {
    kind: 'boolean',
    eras: [since('1.6', ['security.ssl.rest.authentication-enabled'], 'false'), since('0.9', [], null)],
    doc: 'Whether REST clients must show a certificate (SecurityOptions.SSL_REST_AUTHENTICATION_ENABLED).',
  },
  taskManagerHost: {
    kind: 'text',
    eras: [since('1.5', ['taskmanager.host'], null), since('0.9', [], null)],
    doc: 'Address a TaskManager publishes (TaskManagerOptions.HOST).',
  },
  taskManagerBindHost: {
    kind: 'text',
    eras: [since('1.11', ['taskmanager.bind-host'], null), since('0.9', [], null)],
    doc: 'Interface of its ports (TaskManagerOptions.BIND_HOST).',
  },
  taskManagerDataPort: {
    kind: 'port',
    eras: [since('0.9', ['taskmanager.data.port'], '0')],
    doc: 'NettyShuffleEnvironmentOptions.DATA_PORT.',
  },
  metricQueryPort: {
    kind: 'ports',
    eras: [since('1.7', ['metrics.internal.query-service.port'], '0'), since('0.9', [], null)],
    doc: 'Port of each JobManager and TaskManager for metrics of the web UI (MetricOptions.QUERY_SERVICE_PORT).',
  },
  taskManagerRpcPort: { kind: 'ports', eras: [since('0.9', ['taskmanager.rpc.port'], '0')], doc: 'TaskManagerOptions.RPC_PORT.' },
} as const satisfies Record<string, OptionDefinition>
