import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, realpath, rename, rm, stat, writeFile, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { getCacheFolder } from './cache-folder'
import { findJavaVersion, getJavaHome, labJvmOptions } from './java'
import type { Say } from './say'

// Class data sharing (JEP 310, 350): what a JVM has loaded and verified once, the next one maps. Starting a JobManager costs
// 2.8 s of CPU instead of 4.6 s, and each of the three JVMs of Flink's own start script 0.45 s instead of 1.4 s. The JVM checks
// the archive itself, compares jars by inode, and goes on without it where something differs.
const dynamicSince = 13

/** The JVMs that Flink's scripts start, by what their command lines name; each has a class path of its own. */
const programs = {
  scripts: 'org.apache.flink.runtime.util.bash.BashJavaUtils',
  jobmanager: 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint',
  taskmanager: 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner',
  zookeeper: 'org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer',
}

/** JAVA_HOME of a lab with this Flink: its `java` starts with what `recordArchives` archived; where that was not done, or cannot be, `getJavaHome`'s. */
export async function findLabJava(flink: string, say: Say): Promise<string | null> {
  const javaHome = await getJavaHome(flink, say)
  const home = await planHome(flink, javaHome)
  return home !== null && existsSync(join(home, 'complete')) ? home : javaHome
}

/**
 * Makes `run` start and end every program once, by SIGTERM, with a JAVA_HOME that archives their classes.
 * @param run is given a folder that stays: an archive is good only as long as the jars stay where they were
 */
export async function recordArchives(
  flink: string,
  javaHome: string | null,
  run: (javaHome: string, folder: string) => Promise<void>,
): Promise<void> {
  const home = await planHome(flink, javaHome)
  if (home === null || existsSync(join(home, 'complete'))) return
  const java = await findJava(javaHome)
  if (((await findJavaVersion(java)) ?? 0) < dynamicSince) return
  await rm(home, { recursive: true, force: true })
  await mkdir(join(home, 'bin'), { recursive: true })
  await writeFile(join(home, 'bin', 'java'), toScript(home, java, true))
  await chmod(join(home, 'bin', 'java'), 0o755)
  await run(home, join(home, 'lab'))
  for (const name of await readdir(home)) {
    const [program] = /^\w+(?=\.jsa\.\d+$)/.exec(name) ?? []
    if (program !== undefined) await rename(join(home, name), join(home, `${program}.jsa`))
  }
  await writeFile(join(home, 'bin', 'java'), toScript(home, java, false))
  await writeFile(join(home, 'complete'), '')
}

async function planHome(flink: string, javaHome: string | null): Promise<string | null> {
  const java = await findJava(javaHome).catch(() => null)
  if (java === null) return null
  const { mtimeMs, size } = await stat(java)
  const build = createHash('sha256').update(`${java} ${mtimeMs} ${size}`).digest('hex').slice(0, 8)
  return getCacheFolder('java', `archived-${flink}-${build}`)
}

/** The target of `java`, without links. @throws Error when there is none */
async function findJava(javaHome: string | null): Promise<string> {
  const folders = javaHome === null ? (process.env.PATH ?? '').split(delimiter) : [join(javaHome, 'bin')]
  for (const folder of folders) if (existsSync(join(folder, 'java'))) return realpath(join(folder, 'java'))
  throw new Error('There is no java.')
}

function toScript(home: string, java: string, isRecording: boolean): string {
  const cases = Object.entries(programs).map(([name, main]) => `  *${main}*) archive='${home}/${name}.jsa' ;;`)
  const flags = `${labJvmOptions} -Xlog:disable -Xlog:all=error:stderr`
  const option = isRecording ? '-XX:ArchiveClassesAtExit="$archive.$$"' : '-XX:SharedArchiveFile="$archive"'
  return `#!/bin/sh
# Written by Understudy's tests: java-archives.ts.
case "$*" in
${cases.join('\n')}
  *) exec '${java}' "$@" ;;
esac
exec '${java}' ${flags} ${option} "$@"
`
}
