import 'server-only'
import type { DeclaredStatusPage } from '@/lib/status/model/declared-pages'

/** Location of a cluster's configuration, and how this console reaches its ZooKeeper. Paths are absolute. */
export interface ClusterSettings {
  /** Slug, used in URLs. */
  id: string
  name: string
  confDir: string
  /** null: searched around the conf folder. */
  flinkHome: string | null
  zookeeper: ZooKeeperSettings | null
  hosts: HostSettings
  /** Where readers reach Flink's web UI, without a slash at the end; null: at the leader's own address. */
  webUi: string | null
}

/** What this console may do on the cluster's hosts, and how it gets there. */
export interface HostSettings {
  /** `local`: act on this machine only; `ssh`: on the others too, through ssh; `none`: observe only. */
  control: 'local' | 'ssh' | 'none'
  /** Replaces FLINK_SSH_OPTS and env.ssh.opts; null: those apply. */
  sshOptions: string | null
  /** Separate conf folders of ZooKeeper members, by the N of `server.N`: several members on one machine need that. */
  memberConfDirs: Readonly<Record<string, string>>
}

export const normalHosts: HostSettings = { control: 'local', sshOptions: null, memberConfDirs: {} }

export interface ZooKeeperSettings {
  /** Connect string that replaces the cluster's own; null: the configured one. */
  servers: string | null
  auth?: { scheme: 'digest'; credentials: string }
  /** PEM texts. */
  tls?: { ca?: string; cert?: string; key?: string; servername?: string }
}

export interface Settings {
  clusters: ClusterSettings[]
  /** Public pages that understudy.yaml declares. */
  statusPages: DeclaredStatusPage[]
  /** Contact for reports of a vulnerability, a URI; null: there is none. */
  securityContact: string | null
  /** understudy.yaml, absolute; null: from FLINK_HOME or FLINK_CONF_DIR alone. */
  file: string | null
}
