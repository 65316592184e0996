import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getCacheFolder } from '@/e2e/lab/distribution/cache-folder'
import { LabError } from '@/e2e/lab/errors'
import { runCommand } from '@/e2e/lab/process/run-command'

const source = fileURLToPath(new URL('../../demo-job/NumbersJob.java', import.meta.url))

export const jobClass = 'NumbersJob'

/** The demo job's jar for a Flink home, compiled against its flink-dist with the JDK's own javac; kept by source and version. */
export async function getJobJar(home: string, version: string): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(source))
    .digest('hex')
    .slice(0, 12)
  const jar = getCacheFolder('demo-job', `numbers-${version}-${digest}.jar`)
  if (await stat(jar).catch(() => null)) return jar
  await mkdir(getCacheFolder('demo-job'), { recursive: true })
  const work = await mkdtemp(getCacheFolder('demo-job', '.part-'))
  try {
    // --release 11: what Flink 2.x needs at least, and the newest that 1.14 runs on.
    await run('javac', ['--release', '11', '-nowarn', '-cp', await getDistJar(home), '-d', join(work, 'classes'), source])
    await run('jar', ['--create', '--file', join(work, 'job.jar'), '-e', jobClass, '-C', join(work, 'classes'), '.'])
    await rename(join(work, 'job.jar'), jar)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return jar
}

async function getDistJar(home: string): Promise<string> {
  const name = (await readdir(join(home, 'lib'))).find((file) => /^flink-dist.*\.jar$/.test(file))
  if (!name) throw new LabError('not-a-flink', `${home}/lib has no flink-dist-*.jar.`)
  return join(home, 'lib', name)
}

async function run(tool: 'javac' | 'jar', args: string[]): Promise<void> {
  const home = process.env.JAVA_HOME
  const fromHome = home ? await runCommand(join(home, 'bin', tool), args).catch(() => null) : null
  const result = fromHome ?? (await runCommand(tool, args).catch(() => null))
  if (!result) {
    throw new LabError(
      'javac-missing',
      `The demo's job is compiled with the JDK's ${tool}, which is not here: only a JRE is. Install a JDK (Debian: apt-get install openjdk-17-jdk-headless), or start without a job: --jobs 0.`,
    )
  }
  if (result.code !== 0)
    throw new LabError('start-failed', `${tool} failed: ${(result.stderr || result.stdout).trim().split('\n').slice(0, 6).join(' ')}`)
}
