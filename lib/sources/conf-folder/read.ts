import 'server-only'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { findSystemCode } from '@/lib/base/errors'
import { finishUnitsInTurns } from '@/lib/base/units'
import { confFileNames, parseConfTextsInUnits, type ConfFileName } from '@/lib/flink/configuration/conf-texts'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import { makeProblem, toConfigurationProblems, type ConfigurationProblem } from '@/lib/flink/configuration/problem'
import { FileTimeoutError, type FileCalls } from '@/lib/files/file-calls'
import { confCalls } from '@/lib/files/looker'
import { findFlinkHome } from './flink-version'
import { hangingFile, noFile, readFolderFile, type FolderFile } from './read-text'

// More than any parser reads, so that the parser itself notices that it has only a part.
const maxBytes = 4 * 1024 * 1024
const mostNames = 2_000

/** A conf folder at one moment. */
export interface ConfFolder {
  folder: string
  flinkHome: string | null
  flinkVersion: string | null
  /** Raw texts, for the places of the doctor's findings. */
  files: Readonly<Record<ConfFileName, FolderFile>>
  configuration: HaConfiguration
  /** A file system did not answer: the result shows less than the folder may hold. */
  isHanging: boolean
  /** Epoch ms. */
  readAt: number
}

export interface ConfFolderOptions {
  /** Flink's home; null or missing: the parent of the conf folder, when that is named `conf`. */
  flinkHome?: string | null
  /** ZooKeeper connect string that replaces the configured one. */
  quorum?: string | null
  calls?: FileCalls
}

/**
 * Reads Flink's conf folder: bounded, in one pass, and never throwing because of its content. A missing folder gives a configuration of
 * mode `unknown` with a problem that reports it.
 */
export async function readConfFolder(folder: string, options: ConfFolderOptions = {}): Promise<ConfFolder> {
  const { calls = confCalls } = options
  const home = await findFlinkHome(folder, options.flinkHome ?? null, calls).catch(() => 'hangs' as const)
  const flink = home === 'hangs' ? null : home
  const names = await listNames(folder, calls)
  const found = await Promise.all(confFileNames.map((name) => readFile(folder, name, names, calls)))
  const files = Object.fromEntries(found.map((file) => [file.name, file])) as Record<ConfFileName, FolderFile>
  const folderProblems = found.every(({ state }) => state === 'missing') ? await findFolderProblems(folder, calls) : []
  const texts = Object.fromEntries(found.map(({ name, text }) => [name, text]))
  const units = parseConfTextsInUnits(texts, {
    flinkVersion: flink?.flinkVersion ?? null,
    quorum: options.quorum ?? null,
    problems: [...folderProblems, ...found.flatMap(({ name, problem }) => toConfigurationProblems(name, problem ? [problem] : []))],
  })
  const configuration = await finishUnitsInTurns(units, () => setImmediate())
  const isHanging = home === 'hangs' || found.some((file) => file.isHanging === true)
  return {
    folder,
    flinkHome: flink?.flinkHome ?? options.flinkHome ?? null,
    flinkVersion: flink?.flinkVersion ?? null,
    files,
    configuration,
    isHanging,
    readAt: Date.now(),
  }
}

type Names = ReadonlySet<string> | 'hangs' | null

/** Most of the possible files do not exist, and opening each one to find out costs most of a reading. null: open each. */
async function listNames(folder: string, calls: FileCalls): Promise<Names> {
  try {
    const { names, isCut } = await calls.list(folder, mostNames)
    return isCut ? null : new Set(names)
  } catch (error) {
    return FileTimeoutError.is(error) ? 'hangs' : null
  }
}

async function readFile(folder: string, name: ConfFileName, names: Names, calls: FileCalls): Promise<FolderFile> {
  // Each file would hang like the folder, and block a thread.
  if (names === 'hangs') return hangingFile(name)
  return names?.has(name) === false ? noFile(name) : readFolderFile(join(folder, name), name, maxBytes, calls)
}

async function findFolderProblems(folder: string, calls: FileCalls): Promise<ConfigurationProblem[]> {
  const found = await calls.stat(folder).catch((error: unknown) => error)
  const code = findSystemCode(found)
  const sentence = FileTimeoutError.is(found)
    ? `The file system of the configuration folder ${folder} does not answer.`
    : code === 'ENOENT'
      ? `The configuration folder ${folder} does not exist.`
      : code !== null
        ? `The configuration folder ${folder} cannot be looked into (${code}).`
        : `The configuration folder ${folder} has none of Flink's files.`
  return toConfigurationProblems(null, [
    makeProblem('missing-file', 'error', {}, sentence, "Point FLINK_CONF_DIR, or confDir in understudy.yaml, at Flink's conf folder."),
  ])
}
