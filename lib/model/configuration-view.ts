import type { DoctorInput } from '@/lib/doctor/doctor-input'
import type { Finding } from '@/lib/doctor/finding'
import { mendFiles } from '@/lib/doctor/mended-files'
import { countFindings } from '@/lib/doctor/run-doctor'
import { toShownDiff } from '@/lib/doctor/shown-diff'
import type { EffectiveOption, OptionSource } from '@/lib/flink/configuration/effective'
import { optionGroups } from '@/lib/flink/configuration/options/groups'
import { getOption } from '@/lib/flink/configuration/options/table'
import { hideSecrets, hideSecretsOfPart, toShownValue } from '@/lib/flink/configuration/secrets'
import type { DoctorFacts } from './cluster-facts'
import { toIso, type IsoTime } from './observed'
import type { DoctorCounts } from './snapshot'

/** A cluster's configuration as Flink takes it, and what the doctor says of it. Values of sensitive keys are hidden. */
export interface ConfigurationView {
  clusterId: string
  folder: string
  /** The file Flink reads its options from; null: none. */
  file: string | null
  flinkVersion: string
  /** The version was assumed from the files. */
  versionAssumed: boolean
  /** null: the doctor did not look yet; then there are no findings, and that says nothing. */
  checkedAt: IsoTime | null
  counts: Omit<DoctorCounts, 'checkedAt'>
  /** Worst first. */
  findings: FindingView[]
  options: OptionGroupView[]
  files: FileView[]
  /** What all certain mends together make of the files. */
  mended: MendedView[]
}

/** A finding without its edits: `mended` has them, applied. */
export interface FindingView extends Omit<Finding, 'mend'> {
  /** One of the diffs in `mended` mends it. */
  isMended: boolean
}

export interface OptionGroupView {
  name: string
  options: OptionView[]
}

export interface OptionView {
  /** The name it is set by, else the one to set it by. */
  key: string
  value: string | null
  from: OptionSource | 'default' | null
  /** Lines that set it too and lose. */
  overridden: OptionSource[]
  doc: string
}

export interface FileView {
  name: string
  state: 'present' | 'missing' | 'unreadable'
  /** Cut at 2,000 lines. */
  text: string | null
  isCut: boolean
  problem: string | null
}

export interface MendedView {
  file: string
  /** Unified, for `patch -p1` in the conf folder. */
  diff: string
  findings: string[]
}

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
