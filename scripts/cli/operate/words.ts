import { toPreciseDurationText } from '@/lib/base/durations'
import type { Check, OperationRecord, Plan, StepRecord } from '@/lib/model/operation'

const marks: Record<Check['level'], string> = { refusal: 'refused', warning: 'warning', fine: 'fine   ' }

export function toPlanText({ sentence, steps, checks, confirm, deadlineMs }: Plan): string {
  const lines = [sentence, '', 'Preflight']
  for (const { level, text, override } of checks)
    lines.push(`  ${marks[level]}  ${text}${override ? ` (--override ${JSON.stringify(override)})` : ''}`)
  if (checks.length === 0) lines.push('  nothing to say')
  if (steps.length > 0) lines.push('', `Steps (at most ${toPreciseDurationText(deadlineMs)})`)
  steps.forEach(({ title, host, commands }, index) => {
    lines.push(`  ${index + 1}. ${title}${host ? `, on ${host}` : ''}`)
    for (const command of commands) lines.push(`       ${command}`)
  })
  return `${lines.join('\n')}\n${toConfirmText(checks, confirm)}`
}

/** Empty where a refusal cannot be overridden. */
function toConfirmText(checks: readonly Check[], confirm: string): string {
  const refusals = checks.filter(({ level }) => level === 'refusal')
  if (refusals.some(({ override }) => !override)) return ''
  const overrides = refusals.map(({ override }) => ` --override ${JSON.stringify(override)}`)
  return `\nTo do it: --yes ${JSON.stringify(confirm)}${overrides.join('')}\n`
}

/** The progress since the last print, and the state printed last. */
export interface PrintedProgress {
  states: Map<string, StepRecord['state']>
  /** Characters of each step's output that were printed. */
  printed: Map<string, number>
}

/** Only the progress since `told`, which it updates. */
export function toProgressText(record: OperationRecord, printed: PrintedProgress): string {
  let text = ''
  for (const step of record.steps) {
    const before = printed.states.get(step.id)
    // A step that took less than one polling interval is never seen running.
    if (before === undefined && step.state !== 'waiting' && step.state !== 'skipped')
      text += `→ ${step.title}${step.host ? `, on ${step.host}` : ''}\n`
    const end = step.droppedCharacters + step.output.length
    const from = Math.max(printed.printed.get(step.id) ?? 0, step.droppedCharacters)
    if (end > from) text += indent(step.output, from - step.droppedCharacters)
    printed.printed.set(step.id, end)
    if (before !== step.state && step.state !== 'waiting' && step.state !== 'running')
      text += `${step.output !== '' && !step.output.endsWith('\n') ? '\n' : ''}  ${step.state}${step.detail ? `: ${step.detail}` : ''}\n`
    if (step.state !== 'waiting') printed.states.set(step.id, step.state)
  }
  return text
}

/** The text after `from`; a line that was begun before goes on. */
function indent(output: string, from: number): string {
  const isBegun = from > 0 && output[from - 1] !== '\n'
  return output.slice(from).replace(/^(?=.)/gm, (_match, at: number) => (at === 0 && isBegun ? '' : '    '))
}

export function toListText(records: readonly OperationRecord[]): string {
  if (records.length === 0) return 'No operations yet.\n'
  return records
    .map(
      ({ id, startedAt, clusterId, kind, target, state, by, result }) =>
        `${startedAt}  ${state.padEnd(11)} ${clusterId}  ${kind}${target ? ` ${target}` : ''}  by ${by.name}  ${id}\n${result ? `    ${result}\n` : ''}`,
    )
    .join('')
}
