import { resolve } from 'node:path'
import type { DoctorInput, OtherCluster } from '@/lib/doctor/doctor-input'
import { toOtherCluster } from '@/lib/doctor/other-cluster'
import type { ExaminedFolder } from '@/lib/doctor/report/examined'
import { runDoctor } from '@/lib/doctor/run-doctor'
import { parseConfTexts } from '@/lib/flink/configuration/conf-texts'
import { toConfigurationProblems } from '@/lib/flink/configuration/problem'
import { findYarnSite } from '@/lib/sources/conf-folder/find-yarn-site'
import { readConfFolder, type ConfFolder } from '@/lib/sources/conf-folder/read'
import { withYarnSite } from '@/lib/sources/conf-folder/with-yarn-site'
import { isLocalHost } from '@/lib/sources/hosts/is-local-host'
import { readLocalProcesses } from '@/lib/sources/hosts/read-local-processes'
import { deriveHostEnvironment, probeHostEnvironment } from '@/lib/sources/host-environment/probe'
import type { ConfTarget } from './find-folders'

export interface ExamineOptions {
  offline: boolean
  flinkVersion: string | null
  env: Readonly<Record<string, string | undefined>>
}

/** A silent name server or network share must not keep a person, or a build, waiting. */
const patienceMs = 400

export async function examine(targets: readonly ConfTarget[], options: ExamineOptions): Promise<ExaminedFolder[]> {
  const read = await Promise.all(targets.map((target) => readTarget(target, options)))
  const others = read.map(({ target: { cluster }, configuration }) => (cluster ? toOtherCluster(cluster, configuration) : null))
  return read.map((each, index) =>
    toExamined(
      each,
      others.filter((other, at): other is OtherCluster => other !== null && at !== index),
    ),
  )
}

interface ReadTarget extends Pick<DoctorInput, 'configuration' | 'files' | 'yarnSite' | 'environment'> {
  target: ConfTarget
  elsewhere: Record<string, string>
}

async function readTarget(target: ConfTarget, { offline, flinkVersion, env }: ExamineOptions): Promise<ReadTarget> {
  const { folder, flinkHome, quorum } = target
  const read = await readConfFolder(folder, { flinkHome, quorum })
  const configuration = flinkVersion !== null && read.flinkVersion === null ? reparse(read, quorum, flinkVersion) : read.configuration
  const yarn = await findYarnSite(folder, configuration.effective, offline ? {} : env)
  return {
    target,
    ...withYarnSite({ configuration, files: read.files }, yarn),
    elsewhere: yarn && yarn.path !== resolve(folder, yarn.name) ? { [yarn.name]: yarn.path } : {},
    environment: offline ? deriveHostEnvironment(configuration, folder) : await probe(configuration, folder),
  }
}

/** Parses again with the version that was named: no distribution beside the folder shows one. */
function reparse({ files, configuration }: ConfFolder, quorum: string | null, flinkVersion: string): ConfFolder['configuration'] {
  const texts = Object.fromEntries(Object.values(files).map(({ name, text }) => [name, text]))
  const problems = Object.values(files).flatMap(({ name, problem }) => toConfigurationProblems(name, problem ? [problem] : []))
  return parseConfTexts(texts, {
    flinkVersion,
    quorum,
    problems: [...configuration.problems.filter(({ file, code }) => file === null && code === 'missing-file'), ...problems],
  })
}

async function probe(configuration: ReadTarget['configuration'], confFolder: string): Promise<DoctorInput['environment']> {
  const signal = AbortSignal.timeout(patienceMs)
  const processes = await readLocalProcesses().catch(() => null)
  return probeHostEnvironment(configuration, { confFolder, processes, isLocalHost, signal })
}

function toExamined(
  { target, configuration, files, elsewhere, yarnSite, environment }: ReadTarget,
  others: readonly OtherCluster[],
): ExaminedFolder {
  const {
    effective: { version, versionAssumed },
    mode,
  } = configuration
  const findings = runDoctor({ configuration, files, yarnSite, environment, others, observed: null })
  return {
    folder: target.folder,
    name: target.cluster?.name ?? null,
    flinkVersion: version.text,
    versionAssumed,
    mode,
    files,
    elsewhere,
    findings,
  }
}
