import 'server-only'
import { opendir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { compareFlinkVersions, findFlinkVersion, findVersionInJarName } from '@/lib/flink/configuration/version'

const maxEntries = 5_000

/** The Flink a conf folder belongs to, as far as the file system tells. */
export interface FlinkHome {
  flinkHome: string
  /** From `lib/flink-dist-*.jar`, e.g. `2.3.0`; with several of them (Flink's scripts refuse that) the newest. */
  flinkVersion: string
}

/**
 * Looks for the distribution: the home that was named, else what the conf folder lies in (its own name, and where a
 * symbolic link leads). @returns null when no version can be told
 */
export async function findFlinkHome(confFolder: string, flinkHome: string | null): Promise<FlinkHome | null> {
  for (const home of flinkHome === null ? await homesAround(confFolder) : [flinkHome]) {
    const flinkVersion = await findNewestVersion(join(home, 'lib'))
    if (flinkVersion !== null) return { flinkHome: home, flinkVersion }
  }
  return null
}

async function homesAround(confFolder: string): Promise<string[]> {
  const real = await realpath(confFolder).catch(() => confFolder)
  const homes = [confFolder, real].filter((folder) => basename(folder) === 'conf').map(dirname)
  return [...new Set(homes)]
}

async function findNewestVersion(lib: string): Promise<string | null> {
  let newest: string | null = null
  let seen = 0
  try {
    for await (const { name } of await opendir(lib)) {
      const found = findVersionInJarName(name)
      if (found !== null && (newest === null || isNewer(found, newest))) newest = found
      if (++seen >= maxEntries) break
    }
  } catch {
    // No lib folder, or no right to list it: the version stays unknown, which the configuration says itself.
    return newest
  }
  return newest
}

function isNewer(left: string, right: string): boolean {
  const [one, other] = [findFlinkVersion(left), findFlinkVersion(right)]
  return one !== null && other !== null && compareFlinkVersions(one, other) > 0
}
