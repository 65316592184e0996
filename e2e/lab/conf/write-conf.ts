import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { compareVersions } from '@/e2e/lab/distribution/version'
import { deriveHaOptions, deriveHostOptions, type Option } from './flink-options'
import type { ConfSettings } from './settings'

// The first tier of the JIT only: many short-lived JVMs share few cores here.
const jvmOptions = '-XX:TieredStopAtLevel=1'

/** Writes masters, workers and flink-conf.yaml (up to 1.20) or config.yaml (2.x), with the distribution's logging files beside them. */
export async function writeConf(distribution: string, confDir: string, settings: ConfSettings): Promise<void> {
  await mkdir(confDir, { recursive: true })
  await copyLogging(distribution, confDir)
  await writeFile(join(confDir, 'masters'), settings.masters.map((line) => `${line}\n`).join(''))
  await writeFile(join(confDir, 'workers'), settings.workers.map((line) => `${line}\n`).join(''))
  const options = [...deriveHaOptions(settings), ...deriveHostOptions(settings)]
  if (compareVersions(settings.flink, '2.0') >= 0) {
    await writeFile(join(confDir, 'config.yaml'), await toConfigYaml(distribution, options))
  } else {
    await writeFile(join(confDir, 'flink-conf.yaml'), toFlinkConf([...options, ['env.java.opts', jvmOptions]]))
  }
}

/** Flink's own flat format, one `key: value` a line: not YAML (GlobalConfiguration.loadYAMLResource). */
export function toFlinkConf(options: Option[]): string {
  return options.map(([key, value]) => `${key}: ${value}${key.endsWith('path.root') ? ' # important: customize per cluster' : ''}\n`).join('')
}

async function toConfigYaml(distribution: string, options: Option[]): Promise<string> {
  const template = parse(await readFile(join(distribution, 'conf', 'config.yaml'), 'utf8')) as { env?: { java?: { opts?: { all?: string } } } }
  // 2.x ships the --add-opens a newer Java needs in this key, and without them does not start.
  const opens = template.env?.java?.opts?.all ?? ''
  return stringify(toNested([['env.java.opts.all', `${opens} ${jvmOptions}`.trim()], ...options]), { lineWidth: 0 })
}

interface Nested {
  [key: string]: string | Nested
}

function toNested(options: Option[]): Nested {
  const root: Nested = {}
  for (const [key, value] of options) {
    const parts = key.split('.')
    const last = parts.pop() ?? key
    let node = root
    for (const part of parts) {
      const next = node[part] ?? {}
      if (typeof next === 'string') throw new Error(`${key} lies below an option that has a value`)
      node[part] = next
      node = next
    }
    node[last] = value
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
