import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { LabError } from '@/e2e/lab/errors'
import { getCacheFolder } from './cache-folder'
import { linkTree } from './link-tree'
import { downloadPackage } from './pip'
import type { Say } from './say'
import { unpack } from './unpack'
import { compareVersions, isVersion } from './version'

const neededBytes = 1_500_000_000

/**
 * The home of a Flink version in the cache, downloaded once: PyPI's `apache-flink` (scripts, conf) and
 * `apache-flink-libraries` (jars) of one version together are a whole distribution. Never changed after it is complete.
 */
export async function getFlink(version: string, say: Say): Promise<string> {
  if (!isVersion(version)) throw new LabError('no-such-version', `“${version}” is no Flink version. Name one like 2.3.0 or 1.20.1.`)
  const home = getCacheFolder('flink', version)
  if (await isDirectory(home)) return home
  await mkdir(dirname(home), { recursive: true })
  await checkSpace(dirname(home), version)
  const work = await mkdtemp(join(dirname(home), `.${version}-`))
  try {
    say.step(`Downloading Flink ${version} from PyPI (about 330 MB, once)`)
    await layOut(version, work, say)
    // The rename makes it appear whole or not at all; losing the race against another process is fine.
    await rename(join(work, 'home'), home).catch(async (cause) => {
      if (!(await isDirectory(home))) throw cause
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return home
}

async function layOut(version: string, work: string, say: Say): Promise<void> {
  // Every version up to 1.18 has a wheel for Python 3.8, every later one for 3.11.
  const python = compareVersions(version, '1.19') >= 0 ? '3.11' : '3.8'
  const scripts = await downloadPackage({ name: 'apache-flink', version, kind: 'wheel', python, folder: work, say })
  const kind = compareVersions(version, '2.0') >= 0 ? 'wheel' : 'sdist'
  const libraries = await downloadPackage({ name: 'apache-flink-libraries', version, kind, python, folder: work, say })
  say.progress(`Unpacking Flink ${version}`)
  const unpacked = join(work, 'unpacked')
  await mkdir(unpacked)
  await unpack(scripts, unpacked)
  await unpack(libraries, unpacked)
  const sources = [join(unpacked, 'pyflink'), join(unpacked, `apache-flink-libraries-${version}`, 'deps')]
  for (const folder of ['bin', 'conf', 'lib', 'opt', 'log', 'plugins']) {
    const target = join(work, 'home', folder)
    await mkdir(target, { recursive: true })
    if (folder === 'log' || folder === 'plugins') continue
    for (const source of sources) if (await isDirectory(join(source, folder))) await linkTree(join(source, folder), target)
  }
  for (const name of await readdir(join(work, 'home', 'bin'))) await chmod(join(work, 'home', 'bin', name), 0o755)
}

/** The version of a Flink home by its flink-dist jar. Throws LabError when there is none. */
export async function getFlinkVersion(home: string): Promise<string> {
  const names = await readdir(join(home, 'lib')).catch(() => [] as string[])
  for (const name of names) {
    const match = /^flink-dist(?:_2\.\d+)?-(\d+\.\d+\.\d+)[^/]*\.jar$/.exec(basename(name))
    if (match?.[1]) return match[1]
  }
  throw new LabError(
    'not-a-flink',
    `${home} is no Flink: there is no lib/flink-dist-*.jar in it. Point FLINK_HOME to an unpacked Flink, or unset it and one is downloaded.`,
  )
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false
}

async function checkSpace(folder: string, version: string): Promise<void> {
  const disk = await statfs(folder)
  const free = disk.bavail * disk.bsize
  if (free >= neededBytes) return
  throw new LabError(
    'no-disk',
    `Flink ${version} needs about 1.5 GB in ${folder} while it is unpacked, and ${(free / 1e9).toFixed(1)} GB are free. Free some, or set XDG_CACHE_HOME to a larger disk.`,
  )
}
