import { stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { confFileNames } from '@/lib/flink/configuration/conf-texts'
import type * as Errors from '@/lib/settings/errors'
import type * as Load from '@/lib/settings/load'
import { UsageError } from '../usage-error'
import type { Terminal } from '../terminal'

export interface ConfTarget {
  folder: string
  flinkHome: string | null
  /** Its cluster in understudy.yaml. */
  cluster: { id: string; name: string } | null
  /** Connect string that replaces the configured one. */
  quorum: string | null
}

/** @throws UsageError when nothing is named, or the folder does not exist */
export async function findFolders(path: string | null, { env, cwd }: Pick<Terminal, 'env' | 'cwd'>): Promise<ConfTarget[]> {
  return path === null ? findClusters(env, cwd()) : [await findFolder(resolve(cwd(), path), path)]
}

async function findFolder(folder: string, shown: string): Promise<ConfTarget> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error)
    throw new UsageError(
      found.code === 'ENOENT' ? `${shown} does not exist.` : `${shown} cannot be looked into (${found.code ?? 'unknown'}).`,
    )
  if (!found.isDirectory()) throw new UsageError(`${shown} is no folder. Name Flink's home or its conf folder.`)
  const has = (name: string) =>
    stat(join(folder, name)).then(
      () => true,
      () => false,
    )
  const isConf = (await Promise.all(confFileNames.map(has))).includes(true)
  const isHome = !isConf && (await has('conf'))
  return { folder: isHome ? join(folder, 'conf') : folder, flinkHome: isHome ? folder : null, cluster: null, quorum: null }
}

/**
 * Loaded only here: the schema of understudy.yaml costs more time than the doctor itself. Not by import(), which would need the loader for
 * ES modules, a thread of its own (scripts/understudy.mjs).
 */
async function findClusters(env: Terminal['env'], workingFolder: string): Promise<ConfTarget[]> {
  const load = createRequire(import.meta.url)
  const { loadSettings } = load('../../../lib/settings/load.ts') as typeof Load
  const { SettingsError } = load('../../../lib/settings/errors.ts') as typeof Errors
  try {
    const environment = {
      flinkHome: env.FLINK_HOME || null,
      flinkConfDir: env.FLINK_CONF_DIR || null,
      understudyConfig: env.UNDERSTUDY_CONFIG || null,
    }
    const { clusters, file } = await loadSettings({ environment, workingFolder })
    return clusters.map(({ id, name, confDir, flinkHome, zookeeper }) => ({
      folder: confDir,
      flinkHome,
      cluster: file === null ? null : { id, name },
      quorum: zookeeper?.servers ?? null,
    }))
  } catch (error) {
    if (!SettingsError.is(error)) throw error
    throw new UsageError(
      error.code === 'no-cluster'
        ? 'No cluster is named. Name Flink’s home or its conf folder, set FLINK_HOME or FLINK_CONF_DIR, or write understudy.yaml here.'
        : error.message,
      { cause: error },
    )
  }
}
