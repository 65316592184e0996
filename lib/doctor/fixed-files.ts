import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import { finishUnits, type Units } from '@/lib/base/units'
import { yamlFileName } from '@/lib/flink/configuration/conf-files'
import { parseYamlConf } from '@/lib/flink/configuration/yaml-conf'
import { applyEdits } from './apply-edits'
import type { Edit, Finding, Fix } from './finding'

/** One file with all its compatible fixes applied. */
export interface FixedFile {
  file: string
  before: string
  after: string
  /** Unified diff with paths `a/…` and `b/…`, for `patch -p1` in the conf folder. */
  diff: string
  /** Ids of the findings whose fix is included. */
  findings: string[]
}

export interface FixedFiles {
  files: FixedFile[]
  /** Ids of findings whose fix conflicts with an earlier one: run the doctor again after applying the first ones. */
  left: string[]
}

export function fixFiles(findings: readonly Pick<Finding, 'id' | 'fix'>[], texts: Readonly<Record<string, string>>): FixedFiles {
  return finishUnits(fixFilesInUnits(findings, texts))
}

/** Applies the findings' fixes in the given order, worst first; each of them completely or not at all. A finding, or a file, is a unit. */
export function* fixFilesInUnits(
  findings: readonly Pick<Finding, 'id' | 'fix'>[],
  texts: Readonly<Record<string, string>>,
): Units<FixedFiles> {
  const accepted = new Map<string, { edits: Edit[]; findings: string[] }>()
  const left: string[] = []
  for (const { id, fix } of findings) {
    if (fix === null || fix.length === 0) continue
    yield
    if (!fix.every((each) => fits(each, accepted.get(each.file)?.edits ?? [], texts[each.file]))) left.push(id)
    else
      for (const { file, edits } of fix)
        accepted.set(file, {
          edits: [...(accepted.get(file)?.edits ?? []), ...edits],
          findings: [...(accepted.get(file)?.findings ?? []), id],
        })
  }
  const files: FixedFile[] = []
  for (const [file, { edits, findings: ids }] of accepted) {
    files.push(toFixedFile(file, texts[file] ?? '', edits, [...new Set(ids)]))
    yield
  }
  return { files: files.filter(({ before, after }) => before !== after), left }
}

export function toFixedFile(file: string, before: string, edits: readonly Edit[], findings: string[]): FixedFile {
  const after = applyEdits(before, edits)
  return { file, before, after, diff: toDiff(file, before, after), findings }
}

/** @param context number of unchanged lines around each change */
export function toDiff(file: string, before: string, after: string, context = 4): string {
  return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { headerOptions: FILE_HEADERS_ONLY, context })
}

function fits({ file, edits }: Fix, before: readonly Edit[], text: string | undefined): boolean {
  if (text === undefined) return false
  const added = edits.filter((edit) => !before.some((other) => isSame(edit, other)))
  if (added.some((edit) => before.some((other) => clash(edit, other)))) return false
  // Two fixes that are right on their own may together empty a head, and Flink refuses such a file.
  return (
    file !== yamlFileName ||
    before.length === 0 ||
    !parseYamlConf(applyEdits(text, [...before, ...added])).refused ||
    parseYamlConf(text).refused
  )
}

function isSame(one: Edit, other: Edit): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function clash(one: Edit, other: Edit): boolean {
  const [line, otherLine] = [one.kind === 'append' ? null : one.line, other.kind === 'append' ? null : other.line]
  const isAdded = (edit: Edit) => edit.kind === 'append' || edit.kind === 'insert-after'
  if (isAdded(one) && isAdded(other)) return keyOf(one) !== null && keyOf(one) === keyOf(other)
  return line === otherLine
}

/** The key of `key: value` or `key=value`: two findings must not add one key twice to a file. */
function keyOf(edit: Edit): string | null {
  return edit.kind === 'remove' ? null : (/^\s*([\w.-]+)(?:: |\s*=)/.exec(edit.text)?.[1] ?? null)
}
