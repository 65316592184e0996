import { isAbsolute, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ExaminedFolder } from '@/lib/doctor/report/examined'
import { toSarif } from '@/lib/doctor/report/sarif'
import { toDoctorReport } from '@/lib/doctor/report/to-json'
import { rules } from '@/lib/doctor/rules/all'
import { countFindings } from '@/lib/doctor/run-doctor'
import type { ProblemSeverity } from '@/lib/flink/configuration/problem'
import packageJson from '@/package.json' with { type: 'json' }
import { examine } from './examine'
import { findFolders } from './find-folders'
import { doctorHelp, parseDoctorOptions, type DoctorOptions } from './options'
import { getPaint } from './paint'
import { toDoctorText } from './text'
import type { Terminal } from '../terminal'

const rank: Record<ProblemSeverity, number> = { error: 2, warning: 1, note: 0 }

/** @returns the exit code. @throws UsageError */
export async function runDoctorCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseDoctorOptions(args)
  if (options.help) {
    terminal.stdout.write(doctorHelp)
    return 0
  }
  const targets = await findFolders(options.path, terminal)
  const examined = (await examine(targets, { ...options, env: terminal.env })).map((folder) => leaveOut(folder, options.severity))
  terminal.stdout.write(toOutput(examined, options, terminal))
  const { errors, warnings } = countFindings(examined.flatMap(({ findings }) => findings))
  return errors > 0 ? 2 : warnings > 0 ? 1 : 0
}

function leaveOut(folder: ExaminedFolder, least: ProblemSeverity): ExaminedFolder {
  return { ...folder, findings: folder.findings.filter(({ severity }) => rank[severity] >= rank[least]) }
}

function toOutput(examined: readonly ExaminedFolder[], { output, diff }: DoctorOptions, terminal: Terminal): string {
  if (output === 'text')
    return toDoctorText(examined, { diff, paint: getPaint(terminal), columns: terminal.stdout.columns ?? 100, cwd: terminal.cwd() })
  const report =
    output === 'json'
      ? toDoctorReport(examined)
      : toSarif(examined, { toolVersion: packageJson.version, rules, toUri: (path) => toUri(terminal.cwd(), path) })
  return `${JSON.stringify(report, null, 2)}\n`
}

/** Relative inside the working folder, as code scanning requires it; else absolute. */
function toUri(cwd: string, path: string): string {
  const inside = relative(cwd, path)
  if (inside.startsWith('..') || isAbsolute(inside)) return pathToFileURL(path).href
  return inside.split('/').map(encodeURIComponent).join('/') || '.'
}
