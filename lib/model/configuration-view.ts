import type { z } from 'zod'
import type { DoctorInput } from '@/lib/doctor/doctor-input'
import type { Finding } from '@/lib/doctor/finding'
import { mendFiles } from '@/lib/doctor/mended-files'
import { countFindings } from '@/lib/doctor/run-doctor'
import { toShownDiff } from '@/lib/doctor/shown-diff'
import type { EffectiveOption } from '@/lib/flink/configuration/effective'
import { optionGroups } from '@/lib/flink/configuration/options/groups'
import { getOption } from '@/lib/flink/configuration/options/table'
import { hideSecrets, hideSecretsOfPart, toShownValue } from '@/lib/flink/configuration/secrets'
import type { DoctorFacts } from './cluster-facts'
import { toIso } from './observed'
import type * as configurations from './schemas/configuration'

/** Inferred from lib/model/schemas: one source for compiler, API check and OpenAPI. */
export type ConfigurationView = z.infer<typeof configurations.configuration>
export type FindingView = ConfigurationView['findings'][number]
export type OptionGroupView = ConfigurationView['options'][number]
export type OptionView = OptionGroupView['options'][number]
export type FileView = ConfigurationView['files'][number]
export type MendedView = ConfigurationView['mended'][number]

type Files = Readonly<Record<string, { name: string; state: FileView['state']; problem: { sentence: string } | null }>>

const mostLines = 2_000
const mostCharacters = 200_000

export function toConfigurationView(
  clusterId: string,
  folder: string,
  files: Files,
  input: DoctorInput,
  doctor: DoctorFacts | null,
): ConfigurationView {
  const { effective } = input.configuration
  const findings = doctor?.findings ?? []
  const mended = toMended(findings, input.files)
  const mendedIds = new Set(mended.flatMap((file) => file.findings))
  return {
    clusterId,
    folder,
    file: effective.file,
    flinkVersion: effective.version.text,
    versionAssumed: effective.versionAssumed,
    checkedAt: doctor && toIso(doctor.at),
    counts: countFindings(findings),
    findings: findings.map(({ mend: _mend, ...finding }) => ({ ...finding, isMended: mendedIds.has(finding.id) })),
    options: optionGroups.map(({ name, ids }) => ({
      name,
      options: toDifferent(ids.map((id) => toOption(effective.options[id])).filter(({ from }) => from !== null)),
    })),
    files: toFiles(files, input.files),
    mended,
  }
}

function toOption({ id, value, from, keys, overridden, notRead }: EffectiveOption): OptionView {
  const key = typeof from === 'object' && from ? from.key : (keys[0] ?? '')
  return {
    key,
    value: value && toShownValue(key, value),
    from: toShownSource(from),
    overridden: [...overridden, ...notRead].map(toShownSource),
    doc: getOption(id).doc,
  }
}

function toShownSource<From extends EffectiveOption['from']>(from: From): From {
  return typeof from === 'object' && from ? { ...from, value: toShownValue(from.key, from.value) } : from
}

/** Two options of the table may share a key: what it means differs, what is written there does not. */
function toDifferent(options: readonly OptionView[]): OptionView[] {
  return [...new Map(options.map((option) => [option.key, option])).values()]
}

function toFiles(files: Files, texts: DoctorInput['files']): FileView[] {
  const others = Object.keys(texts)
    .filter((name) => !(name in files))
    .map((name) => ({ name, state: 'present' as const, problem: null }))
  return [...Object.values(files), ...others]
    .filter(({ state }) => state !== 'missing')
    .map(({ name, state, problem }) => ({ name, state, problem: problem?.sentence ?? null, ...toShownText(texts[name]) }))
}

function toShownText(text: string | undefined): Pick<FileView, 'text' | 'isCut'> {
  if (text === undefined) return { text: null, isCut: false }
  const lines = text.slice(0, mostCharacters).split('\n')
  const isCut = text.length > mostCharacters || lines.length > mostLines
  const shown = lines.slice(0, mostLines).join('\n')
  return { text: isCut ? hideSecretsOfPart(shown) : hideSecrets(shown), isCut }
}

function toMended(findings: readonly Finding[], texts: DoctorInput['files']): MendedView[] {
  return mendFiles(findings, texts).files.map((mended) => ({ file: mended.file, findings: mended.findings, diff: toShownDiff(mended) }))
}
