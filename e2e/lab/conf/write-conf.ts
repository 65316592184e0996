import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { labJvmOptions } from '@/e2e/lab/distribution/java'
import { compareVersions } from '@/e2e/lab/distribution/version'
import { deriveHaOptions, deriveHostOptions, type Option } from './flink-options'
import type { ConfSettings } from './settings'

/** Writes masters, workers and flink-conf.yaml (up to 1.20) or config.yaml (2.x), with the distribution's logging files beside them. */
export async function writeConf(distribution: string, confDir: string, settings: ConfSettings): Promise<void> {
  await mkdir(confDir, { recursive: true })
  await copyLogging(distribution, confDir)
  await writeFile(join(confDir, 'masters'), settings.masters.map((line) => `${line}\n`).join(''))
  await writeFile(join(confDir, 'workers'), settings.workers.map((line) => `${line}\n`).join(''))
  const options = [...deriveHaOptions(settings), ...deriveHostOptions(settings)]
  const java: Option = ['env.java.opts.all', `${await getJavaOptions(distribution)} ${labJvmOptions}`.trim()]
  if (compareVersions(settings.flink, '2.0') >= 0) {
    await writeFile(join(confDir, 'config.yaml'), stringify(toNested([java, ...options]), { lineWidth: 0 }))
  } else {
    // env.java.opts.all is the name since 1.17; before, it was env.java.opts (ConfigConstants, bin/config.sh).
    const name = compareVersions(settings.flink, '1.17') >= 0 ? java[0] : 'env.java.opts'
    await writeFile(join(confDir, 'flink-conf.yaml'), toFlinkConf([...options, [name, java[1]]]))
  }
}

/** Flink's own flat format, one `key: value` per line: not YAML (GlobalConfiguration.loadYAMLResource). */
export function toFlinkConf(options: Option[]): string {
  return options
    .map(([key, value]) => `${key}: ${value}${key.endsWith('path.root') ? ' # important: customize per cluster' : ''}\n`)
    .join('')
}

// From 1.18 on the distribution's template carries the --add-opens a newer Java needs: without them 2.x does not
// start, and 1.20 refuses the first job (Kryo looks into java.util).
async function getJavaOptions(distribution: string): Promise<string> {
  for (const name of ['config.yaml', 'flink-conf.yaml']) {
    const text = await readFile(join(distribution, 'conf', name), 'utf8').catch(() => '')
    const flat = /^env\.java\.opts\.all: *(.+)$/m.exec(text)?.[1]
    const nested = name === 'config.yaml' && (parse(text) as { env?: { java?: { opts?: { all?: string } } } } | null)?.env?.java?.opts?.all
    if (flat || nested) return flat || nested || ''
  }
  return ''
}

interface Nested {
  [key: string]: string | number | Nested
}

function toNested(options: Option[]): Nested {
  const root: Nested = {}
  for (const [key, value] of options) {
    const parts = key.split('.')
    const last = parts.pop() ?? key
    let node = root
    for (const part of parts) {
      const next = node[part] ?? {}
      if (typeof next !== 'object') throw new Error(`${key} lies below an option that has a value`)
      node[part] = next
      node = next
    }
    // As operators write them: Flink 2.x hands quoted digits to its scripts with the quotes (BashJavaUtils), and zookeeper.sh refuses such
    // a heap size.
    node[last] = /^\d{1,15}$/.test(value) ? Number(value) : value
  }
  return root
}

/** log4j*.properties and logback*.xml of the distribution: the scripts name them on the command line. */
export async function copyLogging(distribution: string, confDir: string): Promise<void> {
  await mkdir(confDir, { recursive: true })
  for (const name of await readdir(join(distribution, 'conf'))) {
    if (/^log(4j|back)/.test(name)) await copyFile(join(distribution, 'conf', name), join(confDir, name))
  }
}
