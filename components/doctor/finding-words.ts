import type { FindingView } from '@/lib/model/configuration-view'
import type { Severity } from '@/lib/model/snapshot'
import type { Tone } from '@/components/ui/pill'
import { toCount, toList } from '@/lib/base/counts'

export const severities: readonly { severity: Severity; one: string; many: string; tone: Tone; shape: string; className: string }[] = [
  { severity: 'error', one: 'error', many: 'errors', tone: 'broken', shape: '▲', className: 'text-red' },
  { severity: 'warning', one: 'warning', many: 'warnings', tone: 'look', shape: '◆', className: 'text-amber-ink' },
  { severity: 'note', one: 'note', many: 'notes', tone: 'calm', shape: '○', className: 'text-muted' },
]

export function getSeverity(severity: Severity) {
  return severities.find((each) => each.severity === severity)!
}

/** The subject of a group of rules, in the words a reader would search for. */
const groupNames: Readonly<Record<string, string>> = {
  files: 'Files',
  options: 'Options',
  zookeeper: 'ZooKeeper',
  storage: 'Storage',
  masters: 'Masters',
  network: 'Ports and addresses',
  recovery: 'Jobs and checkpoints',
  environment: 'Host',
  yarn: 'YARN',
  security: 'Security',
}

export function toGroupName(rule: string): string {
  const group = rule.split('/', 1)[0] ?? ''
  return groupNames[group] ?? group
}

/** “config.yaml:12”, “config.yaml · env.pid.dir” where it is not set, or the observed object. */
export function toPlaceText({ file, line, key }: FindingView['places'][number]): string {
  if (file === null) return key === null ? 'observed' : `observed: ${key}`
  if (line !== null) return `${file}:${line}`
  return key === null ? file : `${file} · ${key}`
}

/** The one sentence on top of the page. */
export function toFindingsHeadline(counts: { errors: number; warnings: number; notes: number }): string {
  const { errors, warnings, notes } = counts
  if (errors + warnings === 0) return notes === 0 ? 'No errors or warnings.' : `No errors or warnings; ${toCount(notes, 'note')}.`
  const parts = [errors > 0 ? toCount(errors, 'error') : null, warnings > 0 ? toCount(warnings, 'warning') : null].filter(
    (part) => part !== null,
  )
  // A figure at the end of a line and its noun on the next one read badly.
  return `${toList(parts.map((part) => part.replace(' ', '\u00a0')))}.`
}

export const groupings = ['severity', 'subject', 'file'] as const
export type Grouping = (typeof groupings)[number]

/** Findings of each group in their order, groups with the worst first. */
export function groupFindings(findings: readonly FindingView[], by: Grouping): { name: string; findings: FindingView[] }[] {
  const groups = new Map<string, FindingView[]>()
  for (const finding of findings) groups.set(toName(finding, by), [...(groups.get(toName(finding, by)) ?? []), finding])
  return [...groups].map(([name, own]) => ({ name, findings: own }))
}

function toName({ severity, rule, places }: FindingView, by: Grouping): string {
  if (by === 'severity') return getSeverity(severity).many
  return by === 'subject' ? toGroupName(rule) : (places[0]?.file ?? 'observed')
}
