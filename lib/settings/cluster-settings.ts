import 'server-only'

/** Where a cluster's configuration lies and how this console reaches its ZooKeeper. Paths are absolute. */
export interface ClusterSettings {
  /** Slug: stands in URLs. */
  id: string
  name: string
  confDir: string
  /** null: looked for around the conf folder. */
  flinkHome: string | null
  zookeeper: ZooKeeperSettings | null
}

export interface ZooKeeperSettings {
  /** Connect string that counts instead of the cluster's own; null: the configured one. */
  servers: string | null
  auth?: { scheme: 'digest'; credentials: string }
  /** PEM texts. */
  tls?: { ca?: string; cert?: string; key?: string; servername?: string }
}

export interface Settings {
  clusters: ClusterSettings[]
  /** understudy.yaml, absolute; null: from FLINK_HOME or FLINK_CONF_DIR alone. */
  file: string | null
}
