import { flatFileName } from '@/lib/flink/configuration/conf-files'
import { isFlinkAtLeast } from '@/lib/flink/configuration/version'
import { findConfEntry } from '../../conf-entries'
import type { DoctorInput } from '../../doctor-input'

/** A value as bin/config.sh reads it from the file. */
export interface ScriptValue {
  key: string
  /** null: the scripts do not find it. */
  value: string | null
}

/** Options that only the scripts read. */
const scriptKeys = ['env.pid.dir', 'env.log.dir', 'env.ssh.opts', 'env.java.home', 'env.hadoop.conf.dir', 'env.yarn.conf.dir']

/** Up to 1.18 `readFromConfig` reads the file with sed; since 1.19 Java prints the options and the script splits the lines. */
export function usesSed(input: DoctorInput): boolean {
  return !isFlinkAtLeast(input.configuration.effective.version, '1.19')
}

/** The scripts' own options whose value differs from the one that Flink's reader has. */
export function findOddScriptValues(input: DoctorInput): ScriptValue[] {
  const {
    effective: { file },
  } = input.configuration
  const text = file === null ? undefined : input.files[file]
  if (text === undefined) return []
  return scriptKeys.flatMap((key) => {
    const entry = findConfEntry(input, key)
    const value = entry ? readAsScript(input, text, key, entry.value) : null
    return entry && value !== entry.value ? [{ key, value }] : []
  })
}

/** The mode by the scripts' order of keys: high-availability before recovery.mode, where Flink since 1.17 does the reverse. */
export function findScriptMode(input: DoctorInput): ScriptValue {
  const {
    effective: { file, version },
  } = input.configuration
  const text = file === null ? '' : (input.files[file] ?? '')
  for (const key of isFlinkAtLeast(version, '1.17')
    ? ['high-availability.type', 'high-availability', 'recovery.mode']
    : isFlinkAtLeast(version, '1.2')
      ? ['high-availability', 'recovery.mode']
      : ['recovery.mode']) {
    const value = usesSed(input) ? readWithSed(text, key) : (findConfEntry(input, key)?.value ?? null)
    if (value !== null) return { key, value }
  }
  return { key: '', value: null }
}

/** JAVA_HOME is needed before Java can run, so every version reads it with sed. */
function readAsScript(input: DoctorInput, text: string, key: string, value: string): string | null {
  if (usesSed(input) || key === 'env.java.home') return readWithSed(text, key)
  const isFlat = input.configuration.effective.file === flatFileName
  // Java prints such values of config.yaml in quotes, and the script keeps those.
  return !isFlat && /: | #/.test(value) ? `'${value.replaceAll("'", "''")}'` : value
}

/** `sed -n "s/^[ ]*KEY[ ]*: \([^#]*\).*$/\1/p"`, spaces (not tabs, not carriage returns) trimmed, last match. */
export function readWithSed(text: string, key: string): string | null {
  const wanted = new RegExp(`^ *${key.replaceAll('.', '\\.')} *: ([^#]*)`)
  const values = text
    .slice(0, 1024 * 1024)
    .split('\n')
    .flatMap((line) => wanted.exec(line.slice(0, 10_000))?.[1] ?? [])
  return trimBlanks(values.at(-1) ?? '') || null
}

function trimBlanks(text: string): string {
  let [start, end] = [0, text.length]
  while (text[start] === ' ') start++
  while (end > start && text[end - 1] === ' ') end--
  return text.slice(start, end)
}
