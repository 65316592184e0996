import 'server-only'
import { join, resolve } from 'node:path'
import type { EffectiveConfiguration } from '@/lib/flink/configuration/effective'
import { readFolderFile, type FolderFile } from './read-text'

const name = 'yarn-site.xml'
const maxBytes = 4 * 1024 * 1024

export interface YarnSiteFile extends FolderFile {
  /** Absolute path of the file. */
  path: string
}

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Searches yarn-site.xml in the folders of the scripts' class path: YARN_CONF_DIR, env.yarn.conf.dir, then Hadoop's two (bin/config.sh);
 * before them in the conf folder itself, for folders that were copied from another host.
 * @returns null when there is none
 */
export async function findYarnSite(
  folder: string,
  { options }: EffectiveConfiguration,
  variables: Variables,
): Promise<YarnSiteFile | null> {
  const { YARN_CONF_DIR, HADOOP_CONF_DIR, HADOOP_HOME } = variables
  const folders = [
    folder,
    YARN_CONF_DIR || options.yarnConfDir.value,
    HADOOP_CONF_DIR || options.hadoopConfDir.value,
    HADOOP_HOME ? join(HADOOP_HOME, 'etc/hadoop') : null,
  ]
  for (const each of new Set(folders.flatMap((path) => path || []))) {
    const path = resolve(folder, each, name)
    const file = await readFolderFile(path, name, maxBytes)
    if (file.state !== 'missing' || file.problem) return { ...file, path }
  }
  return null
}
