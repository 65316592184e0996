import 'server-only'
import { basename, dirname, join } from 'node:path'
import { orNull, type FileCalls } from '@/lib/files/file-calls'
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
 * symbolic link leads). @returns null when no version can be told; rejects with FileTimeoutError
 */
export async function findFlinkHome(confFolder: string, flinkHome: string | null, calls: FileCalls): Promise<FlinkHome | null> {
  for (const home of flinkHome === null ? await homesAround(confFolder, calls) : [flinkHome]) {
    const flinkVersion = await findNewestVersion(join(home, 'lib'), calls)
    if (flinkVersion !== null) return { flinkHome: home, flinkVersion }
  }
  return null
}

async function homesAround(confFolder: string, calls: FileCalls): Promise<string[]> {
  const real = (await orNull(calls.realpath(confFolder))) ?? confFolder
  const homes = [confFolder, real].filter((folder) => basename(folder) === 'conf').map(dirname)
  return [...new Set(homes)]
}

/** No lib folder, or no right to list it: the version stays unknown, which the configuration says itself. */
async function findNewestVersion(lib: string, calls: FileCalls): Promise<string | null> {
  const { names } = (await orNull(calls.list(lib, maxEntries))) ?? { names: [] }
  return names
    .map(findVersionInJarName)
    .reduce((newest, found) => (found !== null && (newest === null || isNewer(found, newest)) ? found : newest), null)
}

function isNewer(left: string, right: string): boolean {
  const [one, other] = [findFlinkVersion(left), findFlinkVersion(right)]
  return one !== null && other !== null && compareFlinkVersions(one, other) > 0
}
