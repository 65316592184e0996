import { parseArgs } from 'node:util'
import { toMessage } from '@/lib/base/errors'
import { getPort } from '../setup/console.mjs'
import { SetupError } from '../setup/root.mjs'

export const demoHelp = `npm run demo [-- options]

Starts a real ZooKeeper, Flink JobManagers and a TaskManager on this machine, a job that checkpoints,
and the console that watches them. Ctrl-C ends everything it started.

  --flink VERSION   Flink to run, 1.13.6 to 2.3.0 (default 2.3.0); downloaded once.
                    FLINK_HOME, when set, is used instead and nothing is downloaded
  --quorum 1|3      ZooKeeper members (default 1)
  --masters N       JobManagers on localhost:8081, 8082, … (default 2)
  --jobs N          jobs that checkpoint every 2 s (default 1)
  --port PORT       the console's port (default 8080)
  --no-open         do not open a browser
  --no-console      only the cluster
  --stop            end what an earlier demo left running
  --help`

export interface DemoOptions {
  flink: string | null
  quorum: 1 | 3
  masters: number
  jobs: number
  port: number
  open: boolean
  console: boolean
  stop: boolean
  help: boolean
}

/** Parses the command line. Throws SetupError with a sentence. */
export function parseDemoOptions(args: string[]): DemoOptions {
  const values = parse(args)
  const quorum = toCount('--quorum', values.quorum ?? '1', 1, 3)
  if (quorum === 2) throw new SetupError('--quorum takes 1 or 3: with two members, losing one already stops ZooKeeper.')
  return {
    flink: values.flink ?? null,
    quorum: quorum === 3 ? 3 : 1,
    masters: toCount('--masters', values.masters ?? '2', 1, 9),
    jobs: toCount('--jobs', values.jobs ?? '1', 0, 50),
    port: getPort(values.port),
    open: !values['no-open'],
    console: !values['no-console'],
    stop: values.stop ?? false,
    help: values.help ?? false,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        flink: { type: 'string' },
        quorum: { type: 'string' },
        masters: { type: 'string' },
        jobs: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        'no-console': { type: 'boolean' },
        stop: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (cause) {
    throw new SetupError(`${toMessage(cause)}\n\n${demoHelp}`, { cause })
  }
}

function toCount(name: string, text: string, min: number, max: number): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && count >= min && count <= max) return count
  throw new SetupError(`${name} takes a number from ${min} to ${max}, not “${text}”.`)
}
