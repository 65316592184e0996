import { copyFile, link, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A second tree made of hard links: costs no disk. Not symbolic links: Flink's scripts look for jars with
 * `find lib -name`, which does not follow them (bin/config.sh, findFlinkDistJar). Another file system gets copies.
 */
export async function linkTree(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true })
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name)
    const to = join(target, entry.name)
    if (entry.isDirectory()) await linkTree(from, to)
    else await link(from, to).catch(() => copyFile(from, to))
  }
}
