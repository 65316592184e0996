import { runDoctorCommand } from './doctor/run'
import { operationKindIds } from '@/lib/model/operation-kinds'
import { isOperateVerb } from './operate/options'
import { answerUsage, usageCode, UsageError } from './usage-error'
import type { Terminal } from './terminal'

const help = `understudy COMMAND

  doctor [FLINK_HOME or conf folder]   finds what is wrong with the high availability of Flink's JobManager
  VERB [TARGET]                        has a running console act on a cluster, e.g. stop-jobmanager jm2:8081; with --dry-run
                                       it only shows the plan. Verbs:
${toLines(operationKindIds)}
  operations, abort, emergency-stop    what was done; end one; end all
  audit verify                         has a running console prove that its audit is whole
  --help                               understudy doctor --help and understudy operations --help tell the options

The console itself is started by “npm start”.
`

/** Words separated by commas, in lines that fit beside the commands. */
function toLines(words: readonly string[]): string {
  const lines = ['']
  for (const word of words) {
    const line = lines.at(-1)!
    if (line !== '' && `${line}, ${word}`.length > 80) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line}, ${word}`
  }
  return lines.map((line) => `    ${line}`).join(',\n')
}

/** @returns the exit code */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const [command, ...rest] = args
  return answerUsage(async () => {
    if (command === 'doctor') return runDoctorCommand(rest, terminal)
    if (command === 'audit') return (await import('./audit/run')).runAuditCommand(rest, terminal)
    if (command !== undefined && isOperateVerb(command)) return (await import('./operate/run')).runOperateCommand(command, rest, terminal)
    if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
      terminal.stdout.write(help)
      return command === undefined ? usageCode : 0
    }
    throw new UsageError(`There is no command “${command.slice(0, 40)}”. “understudy --help” lists them.`)
  }, terminal)
}
