import 'server-only'
import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { findSystemCode } from '@/lib/base/errors'
import { normalHosts, type ClusterSettings, type HostSettings, type Settings, type ZooKeeperSettings } from './cluster-settings'
import type { Environment } from './environment'
import { SettingsError } from './errors'
import { toPageDraft } from './status-page-schema'
import { parseUnderstudyFile } from './understudy-file'
import type { UnderstudyFile } from './understudy-schema'

const maxBytes = 512 * 1024

export interface LoadOptions {
  environment: Pick<Environment, 'flinkHome' | 'flinkConfDir' | 'understudyConfig'>
  /** Folder of understudy.yaml when UNDERSTUDY_CONFIG is not set. */
  workingFolder: string
}

/**
 * The clusters to watch: from UNDERSTUDY_CONFIG; else from FLINK_CONF_DIR or FLINK_HOME (one cluster); else from
 * understudy.yaml in the working folder.
 * @throws SettingsError
 */
export async function loadSettings(options: LoadOptions): Promise<Settings> {
  const { flinkHome, flinkConfDir } = options.environment
  const file = await findSettingsFile(options)
  if (file !== null) return loadFile(file)
  if (flinkConfDir === null && flinkHome === null) throw noCluster(options.workingFolder)
  const absolute = (path: string) => resolve(options.workingFolder, path)
  const confDir = absolute(flinkConfDir ?? join(flinkHome ?? '', 'conf'))
  return {
    clusters: [
      {
        id: 'default',
        name: nameOf(confDir),
        confDir,
        flinkHome: flinkHome === null ? null : absolute(flinkHome),
        zookeeper: null,
        hosts: normalHosts,
        webUi: null,
      },
    ],
    statusPages: [],
    securityContact: null,
    file: null,
  }
}

/** The effective understudy.yaml, absolute; null: the environment names one cluster, or nothing at all. */
export async function findSettingsFile({ environment, workingFolder }: LoadOptions): Promise<string | null> {
  if (environment.understudyConfig !== null) return resolve(workingFolder, environment.understudyConfig)
  if (environment.flinkConfDir !== null || environment.flinkHome !== null) return null
  const file = join(workingFolder, 'understudy.yaml')
  return (await stat(file).catch(() => null)) === null ? null : file
}

async function loadFile(file: string): Promise<Settings> {
  const { clusters, statusPages = [], securityContact = null } = parseUnderstudyFile(await readBounded(file), file)
  return {
    clusters: await Promise.all(clusters.map((cluster) => loadCluster(cluster, dirname(file)))),
    statusPages: statusPages.map(toPageDraft),
    securityContact,
    file,
  }
}

type ClusterEntry = UnderstudyFile['clusters'][number]

async function loadCluster(entry: ClusterEntry, folder: string): Promise<ClusterSettings> {
  const absolute = (path: string) => resolve(folder, path.replace(/^~(?=\/|$)/, homedir()))
  const flinkHome = entry.flinkHome === undefined ? null : absolute(entry.flinkHome)
  const confDir = entry.confDir === undefined ? join(flinkHome ?? '', 'conf') : absolute(entry.confDir)
  return {
    id: entry.id,
    name: entry.name ?? entry.id,
    confDir,
    flinkHome,
    zookeeper: await loadZooKeeper(entry.zookeeper, absolute),
    hosts: toHosts(entry, absolute),
    webUi: entry.webUi ?? null,
  }
}

function toHosts({ control, sshOptions, memberConfDirs }: ClusterEntry, absolute: (path: string) => string): HostSettings {
  const folders = Object.entries(memberConfDirs ?? {}).map(([id, path]) => [id, absolute(path)])
  return { control: control ?? normalHosts.control, sshOptions: sshOptions ?? null, memberConfDirs: Object.fromEntries(folders) }
}

async function loadZooKeeper(entry: ClusterEntry['zookeeper'], absolute: (path: string) => string): Promise<ZooKeeperSettings | null> {
  if (!entry) return null
  const pem = async (path: string | undefined) => (path === undefined ? {} : { text: await readBounded(absolute(path)) })
  const [ca, cert, key] = await Promise.all([pem(entry.tls?.ca), pem(entry.tls?.cert), pem(entry.tls?.key)])
  return {
    servers: entry.quorum ?? null,
    ...(entry.auth && { auth: entry.auth }),
    ...(entry.tls && { tls: { ca: ca.text, cert: cert.text, key: key.text, servername: entry.tls.servername } }),
  }
}

/** @throws SettingsError */
export async function readBounded(file: string): Promise<string> {
  try {
    const found = await stat(file)
    if (!found.isFile()) throw new SettingsError('file-unreadable', `${file} is no regular file.`)
    if (found.size > maxBytes)
      throw new SettingsError('file-too-large', `${file} is larger than ${maxBytes} bytes: this cannot be the right file.`)
    return await readFile(file, 'utf8')
  } catch (error) {
    if (SettingsError.is(error)) throw error
    const code = findSystemCode(error) ?? 'unknown'
    if (code === 'ENOENT')
      throw new SettingsError('file-missing', `${file} does not exist. Check UNDERSTUDY_CONFIG and the paths in understudy.yaml.`, [], {
        cause: error,
      })
    throw new SettingsError('file-unreadable', `${file} cannot be read (${code}). Give this program's user the right to read it.`, [], {
      cause: error,
    })
  }
}

/** `/opt/flink-2.3.0/conf` is best known by the name of its parent. */
function nameOf(confDir: string): string {
  const name = basename(confDir)
  return (name === 'conf' ? basename(dirname(confDir)) : name) || 'default'
}

function noCluster(folder: string): SettingsError {
  return new SettingsError(
    'no-cluster',
    `No cluster is named. Set FLINK_HOME or FLINK_CONF_DIR for one cluster, or write ${join(folder, 'understudy.yaml')} (or name it in UNDERSTUDY_CONFIG) for several.`,
  )
}
