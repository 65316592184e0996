import { toCount } from '@/lib/base/counts'
import { relative } from 'node:path'
import type { Finding, Place } from '@/lib/doctor/finding'
import { fixFiles } from '@/lib/doctor/fixed-files'
import type { ExaminedFolder } from '@/lib/doctor/report/examined'
import { countFindings } from '@/lib/doctor/run-doctor'
import { toShownDiff } from '@/lib/doctor/shown-diff'
import { cleanLine as clean } from '../clean'
import type { Paint } from './paint'

export interface TextOptions {
  diff: boolean
  paint: Paint
  columns: number
  cwd: string
}

/** The report for a person: by folder and file, worst first. */
export function toDoctorText(folders: readonly ExaminedFolder[], options: TextOptions): string {
  const lines = folders.flatMap((folder) => toFolderLines(folder, options))
  return `${[...lines, ...(folders.length > 1 ? [options.paint('bold', `All ${folders.length} clusters: ${summarize(folders.flatMap(({ findings }) => findings))}`)] : [])].join('\n')}\n`
}

function toFolderLines(examined: ExaminedFolder, options: TextOptions): string[] {
  const { findings, files, folder, name } = examined
  const { paint, diff } = options
  const fixed = fixFiles(findings, files)
  const hint =
    !diff && fixed.files.length > 0 ? ` ${findings.filter(({ fix }) => fix !== null).length} can be fixed: --diff shows how.` : ''
  return [
    `${paint('bold', `${name === null ? '' : `${clean(name)}: `}${toShownPath(folder, options.cwd)}`)} ${paint('dim', describe(examined))}`,
    '',
    ...[...groupByFile(findings)].flatMap(([file, found]) => [
      paint('bold', clean(examined.elsewhere[file] ?? file)),
      ...found.flatMap((finding) => [...toFindingLines(finding, options), '']),
    ]),
    ...(diff ? fixed.files.flatMap((file) => [...toDiffLines(toShownDiff(file), paint), '']) : []),
    `${summarize(findings)}${hint}`,
    '',
  ]
}

function describe({ flinkVersion, versionAssumed, mode }: ExaminedFolder): string {
  const modes: Record<ExaminedFolder['mode'], string> = {
    zookeeper: 'high availability in ZooKeeper',
    none: 'no high availability',
    kubernetes: 'high availability in Kubernetes',
    custom: 'high availability of its own',
    unknown: 'high availability not known',
  }
  return `Flink ${clean(flinkVersion)}${versionAssumed ? ' (assumed)' : ''}, ${modes[mode]}`
}

function toFile({ places }: Finding): string {
  return places[0]?.file ?? 'The cluster'
}

function groupByFile(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) groups.set(toFile(finding), [...(groups.get(toFile(finding)) ?? []), finding])
  return groups
}

const indent = '           '

function toFindingLines({ severity, sentence, why, whatToDo, places, rule }: Finding, { paint, columns }: TextOptions): string[] {
  const width = Math.max(40, Math.min(columns, 120)) - indent.length
  const [first = '', ...rest] = wrap(clean(sentence), width)
  const label = paint(severity, severity.padEnd(9))
  return [
    `  ${label}${first}`,
    ...rest.map((line) => indent + line),
    ...wrap(`Why: ${clean(why)}`, width).map((line) => indent + line),
    ...wrap(`Do:  ${clean(whatToDo)}`, width).map((line) => indent + line),
    indent + paint('dim', `${[...new Set(places.map(toPlace))].join(', ')}  ${rule}`),
  ]
}

function toPlace({ file, line, key }: Place): string {
  return clean([file ?? key ?? 'observed', line].filter((part) => part !== null).join(':'))
}

function toDiffLines(diff: string, paint: Paint): string[] {
  return diff
    .trimEnd()
    .split('\n')
    .map((line) => {
      const text = clean(line.replace(/\r$/, ''))
      return /^(?:---|\+\+\+) /.test(line)
        ? paint('bold', text)
        : line.startsWith('+')
          ? paint('added', text)
          : line.startsWith('-')
            ? paint('removed', text)
            : text
    })
}

function summarize(findings: readonly Finding[]): string {
  const { errors, warnings, notes } = countFindings(findings)
  if (errors + warnings + notes === 0) return 'No problems found.'
  return `${toCount(errors, 'error')}, ${toCount(warnings, 'warning')}, ${toCount(notes, 'note')}.`
}

function toShownPath(folder: string, cwd: string): string {
  const inside = relative(cwd, folder)
  return clean(inside === '' ? '.' : inside.startsWith('..') ? folder : inside)
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
