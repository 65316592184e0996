import { parseArgs } from 'node:util'
import type { ProblemSeverity } from '@/lib/flink/configuration/problem'
import { findFlinkVersion } from '@/lib/flink/configuration/version'
import { UsageError } from '../usage-error'

export const doctorHelp = `understudy doctor [options] [FLINK_HOME or conf folder]

Reads masters, workers, flink-conf.yaml or config.yaml, zoo.cfg and yarn-site.xml together and says what is wrong with
the high availability of Flink's JobManager, why it matters, where it stands and how to fix it. Writes nothing.
Without a folder: the clusters of UNDERSTUDY_CONFIG; else FLINK_CONF_DIR or FLINK_HOME; else those of ./understudy.yaml.

  --diff                   show what fixes it, as a diff that “patch -p1” in the conf folder takes
  --json                   print JSON (version 1: lib/doctor/report/json.ts has its schema)
  --sarif                  print SARIF 2.1.0, for code scanning
  --offline                look at the files only; else host names are resolved, and directories and pid files looked at
  --flink-version VERSION  e.g. 1.14.6, where no flink-dist jar beside the folder tells it
  --severity LEVEL         error, warning or note: show and count nothing below it (default note)
  -h, --help

Exit code: 0 nothing or notes only, 1 warnings, 2 errors, 64 wrong use.
`

export interface DoctorOptions {
  path: string | null
  output: 'text' | 'json' | 'sarif'
  diff: boolean
  offline: boolean
  flinkVersion: string | null
  severity: ProblemSeverity
  help: boolean
}

/** @throws UsageError */
export function parseDoctorOptions(args: readonly string[]): DoctorOptions {
  const { values, positionals } = parse(args)
  if (positionals.length > 1)
    throw new UsageError(`One folder is wanted, and ${positionals.length} were named. For several clusters write understudy.yaml.`)
  if (values.json && values.sarif) throw new UsageError('--json and --sarif exclude each other.')
  const severity = values.severity ?? 'note'
  if (severity !== 'error' && severity !== 'warning' && severity !== 'note')
    throw new UsageError(`--severity takes error, warning or note, not “${severity.slice(0, 40)}”.`)
  const flinkVersion = values['flink-version'] ?? null
  if (flinkVersion !== null && !findFlinkVersion(flinkVersion))
    throw new UsageError(`--flink-version takes a version such as 1.14.6, not “${flinkVersion.slice(0, 40)}”.`)
  return {
    path: positionals[0] ?? null,
    output: values.json ? 'json' : values.sarif ? 'sarif' : 'text',
    diff: values.diff ?? false,
    offline: values.offline ?? false,
    flinkVersion,
    severity,
    help: values.help ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        diff: { type: 'boolean' },
        json: { type: 'boolean' },
        sarif: { type: 'boolean' },
        offline: { type: 'boolean' },
        'flink-version': { type: 'string' },
        severity: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    throw new UsageError(
      `${cause instanceof Error ? cause.message.split('. ')[0] : 'The options cannot be read'}. “understudy doctor --help” tells the options.`,
      { cause },
    )
  }
}
