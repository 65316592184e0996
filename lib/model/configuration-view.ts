import type { z } from 'zod'
import { finishUnits, type Units } from '@/lib/base/units'
import type { DoctorInput } from '@/lib/doctor/doctor-input'
import type { Finding } from '@/lib/doctor/finding'
import { fixFilesInUnits } from '@/lib/doctor/fixed-files'
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
export type FixedView = ConfigurationView['fixed'][number]

type Files = Readonly<Record<string, { name: string; state: FileView['state']; problem: { sentence: string } | null }>>

const mostLines = 2_000
const mostCharacters = 200_000

export function toConfigurationView(...shown: Parameters<typeof viewConfigurationInUnits>): ConfigurationView {
  return finishUnits(viewConfigurationInUnits(...shown))
}

/** Each file, and the fixes in it, is a unit of its own (docs/decisions/0040). */
export function* viewConfigurationInUnits(
  clusterId: string,
  folder: string,
  files: Files,
  input: DoctorInput,
  doctor: DoctorFacts | null,
): Units<ConfigurationView> {
  const { effective } = input.configuration
  const findings = doctor?.findings ?? []
  const fixed = yield* toFixed(findings, input.files)
  const fixedIds = new Set(fixed.flatMap((file) => file.findings))
  return {
    clusterId,
    folder,
    file: effective.file,
    flinkVersion: effective.version.text,
    versionAssumed: effective.versionAssumed,
    checkedAt: doctor && toIso(doctor.at),
    counts: countFindings(findings),
    findings: findings.map(({ fix: _fix, ...finding }) => ({ ...finding, isFixed: fixedIds.has(finding.id) })),
    options: optionGroups.map(({ name, ids }) => ({
      name,
      options: toDifferent(ids.map((id) => toOption(effective.options[id])).filter(({ from }) => from !== null)),
    })),
    files: yield* toFiles(files, input.files),
    fixed,
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

/** Two options of the table may share a key: their meanings differ, the configured value does not. */
function toDifferent(options: readonly OptionView[]): OptionView[] {
  return [...new Map(options.map((option) => [option.key, option])).values()]
}

function* toFiles(files: Files, texts: DoctorInput['files']): Units<FileView[]> {
  const others = Object.keys(texts)
    .filter((name) => !(name in files))
    .map((name) => ({ name, state: 'present' as const, problem: null }))
  const shown: FileView[] = []
  for (const { name, state, problem } of [...Object.values(files), ...others]) {
    if (state === 'missing') continue
    shown.push({ name, state, problem: problem?.sentence ?? null, ...toShownText(texts[name]) })
    yield
  }
  return shown
}

function toShownText(text: string | undefined): Pick<FileView, 'text' | 'isCut'> {
  if (text === undefined) return { text: null, isCut: false }
  const lines = text.slice(0, mostCharacters).split('\n')
  const isCut = text.length > mostCharacters || lines.length > mostLines
  const shown = lines.slice(0, mostLines).join('\n')
  return { text: isCut ? hideSecretsOfPart(shown) : hideSecrets(shown), isCut }
}

function* toFixed(findings: readonly Finding[], texts: DoctorInput['files']): Units<FixedView[]> {
  const { files } = yield* fixFilesInUnits(findings, texts)
  const shown: FixedView[] = []
  for (const fixed of files) {
    shown.push({ file: fixed.file, findings: fixed.findings, diff: toShownDiff(fixed) })
    yield
  }
  return shown
}
