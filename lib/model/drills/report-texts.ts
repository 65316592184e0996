import { toPreciseDurationText } from '@/lib/base/durations'
import type { DrillReport, MeasuredDuration } from './drill-report'
import type { PredictedWindow } from './prediction'

/** A report as Markdown, for a ticket or a repository. */
export function toDrillMarkdown(report: DrillReport): string {
  const { measures, document, guard, rollback } = report
  const target = report.target === null ? 'no target' : `${report.target.master}, pid ${report.target.pid} on ${report.target.host}`
  const lines = [
    `# Drill ${report.number} of ${toCell(report.clusterName)}: ${report.verdict}`,
    '',
    toCell(report.sentence),
    '',
    ...report.reasons.map((reason) => `- ${toCell(reason)}`),
    ...(report.reasons.length > 0 ? [''] : []),
    '| | measured | objective or prediction |',
    '| --- | --- | --- |',
    toRow('Recovery of the jobs', measures.recovery, `at most ${toPreciseDurationText(document.objective.recoveryMs)}`),
    ...measures.phases.map(({ phase, measured, predicted }) => toRow(`… ${phase}`, measured, toWindow(predicted))),
    toRow('Without a leader', measures.gap, ''),
    `| Two leaders at once | ${toPreciseDurationText(measures.overlapMs)} | 0 ms |`,
    toRow('First checkpoint of every job', measures.firstCheckpoint, ''),
    '',
    `Begun ${report.startedAt} by ${toCell(report.by.name)}${report.reason ? `: ${toCell(report.reason)}` : ''}; ended ${report.endedAt}. Target: ${toCell(target)}.`,
    `Undone: ${toCell(rollback.text)} ${guard === null ? '' : toCell(guard.text)}`.trim(),
    `Prediction, made before the fault: ${toCell(report.prediction.sentence)} Configuration ${report.configuration.fingerprint}.`,
    '',
    '| at | event | clock | ± | observed by |',
    '| --- | --- | --- | --- | --- |',
    ...report.evidence.map(
      ({ at, what, clock, uncertaintyMs, source, subject }) =>
        `| ${new Date(at).toISOString()} | ${what}${subject === null ? '' : ` ${toCell(subject)}`} | ${clock} | ${uncertaintyMs === null ? 'not known' : toPreciseDurationText(uncertaintyMs)} | ${toCell(source)} |`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function toRow(name: string, measured: MeasuredDuration | null, wanted: string): string {
  if (measured === null) return `| ${name} | not measured | ${wanted} |`
  const uncertainty = measured.uncertaintyMs === null ? '' : ` ± ${toPreciseDurationText(measured.uncertaintyMs)}`
  return `| ${name} | ${toPreciseDurationText(measured.ms)}${uncertainty} | ${wanted} |`
}

function toWindow(window: PredictedWindow | null): string {
  return window === null ? 'not predicted' : `${toPreciseDurationText(window.earliestMs)} to ${toPreciseDurationText(window.latestMs)}`
}

/** Names and sentences from a cluster may hold anything: no markup and no further cell comes of them. */
function toCell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#&]/g, '\\$&').replace(/\s+/g, ' ')
}

/** A report as JUnit XML: one suite, a case for the objective, each phase, the overlap, the rollback and each probe afterwards. */
export function toDrillJunit(report: DrillReport): string {
  const cases = toCases(report)
  const count = (isMeant: (one: Case) => boolean) => cases.filter(isMeant).length
  const seconds = (Date.parse(report.endedAt) - Date.parse(report.startedAt)) / 1_000
  const suite = `drill.${report.clusterId}.${report.scenario}`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${cases.length}" failures="${count(({ failure }) => failure !== null)}" errors="${count(({ error }) => error !== null)}">`,
    `  <testsuite name="${toXml(suite)}" tests="${cases.length}" failures="${count(({ failure }) => failure !== null)}" errors="${count(({ error }) => error !== null)}" timestamp="${report.startedAt}" time="${seconds}">`,
    ...cases.flatMap((one) => toCaseLines(suite, one)),
    `    <system-out>${toXml(report.sentence)}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

interface Case {
  name: string
  ms: number | null
  failure: string | null
  error: string | null
}

function toCases({ verdict, sentence, reasons, measures, steadyState, rollback, title }: DrillReport): Case[] {
  const isError = verdict === 'aborted' || verdict === 'inconclusive'
  const why = [sentence, ...reasons].join('\n')
  return [
    { name: title, ms: measures.recovery?.ms ?? null, failure: verdict === 'failed' ? why : null, error: isError ? why : null },
    ...measures.phases.map(({ phase, measured }) => ({ name: phase, ms: measured?.ms ?? null, failure: null, error: null })),
    { name: 'never two leaders', ms: null, failure: measures.overlapMs > 0 ? `${measures.overlapMs} ms` : null, error: null },
    { name: 'the fault is undone', ms: null, failure: rollback.isDone ? null : rollback.text, error: null },
    ...steadyState.after.map(({ probe, state, text }) => ({
      name: `afterwards ${probe.probe}`,
      ms: null,
      failure: state === 'broken' ? text : null,
      error: state === 'unknown' ? text : null,
    })),
  ]
}

function toCaseLines(suite: string, { name, ms, failure, error }: Case): string[] {
  const head = `    <testcase classname="${toXml(suite)}" name="${toXml(name)}"${ms === null ? '' : ` time="${ms / 1_000}"`}`
  if (failure === null && error === null) return [`${head}/>`]
  const [tag, text] = failure === null ? ['error', error ?? ''] : ['failure', failure]
  return [`${head}>`, `      <${tag} message="${toXml(text.split('\n')[0] ?? '')}">${toXml(text)}</${tag}>`, '    </testcase>']
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Text in XML 1.0, which has no way to write most control characters. */
function toXml(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
