import 'server-only'
import { basename, dirname, join } from 'node:path'
import { orNull, type FileCalls } from '@/lib/files/file-calls'
import { compareFlinkVersions, findFlinkVersion, findVersionInJarName } from '@/lib/flink/configuration/version'

const maxEntries = 5_000

/** The Flink distribution of a conf folder, as far as the file system shows it. */
export interface FlinkHome {
  flinkHome: string
  /** From `lib/flink-dist-*.jar`, e.g. `2.3.0`; with several of them (Flink's scripts refuse that) the newest. */
  flinkVersion: string
}

/**
 * Finds the distribution: the configured home, else the parent of the conf folder (by its path, and by its target where it is a symbolic
 * link). @returns null when the version is not known; rejects with FileTimeoutError
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

/** No lib folder, or no permission to list it: the version stays unknown, which the configuration reports itself. */
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
