import { mainClasses } from './main-classes'
import type { JobManagerMode, ProcessKind } from './main-classes'

/** A Flink or ZooKeeper process, as its command line describes it. null: not on the command line. */
export interface JavaProcess {
  kind: ProcessKind
  mainClass: string
  mode: JobManagerMode
  configDir: string | null
  host: string | null
  webUiPort: number | null
  /** ZooKeeper's zoo.cfg. */
  zkConfigFile: string | null
  /** Flink's ZooKeeper wrapper: the N of its `server.N` line. */
  peerId: number | null
  /** `-Dlog.file=`, as Flink's scripts set it. */
  logFile: string | null
}

/** Options of the java launcher whose value is an argument of its own. */
const launcherOptionsWithValue = new Set([
  '-cp',
  '-classpath',
  '--class-path',
  '-p',
  '--module-path',
  '--upgrade-module-path',
  '--add-modules',
  '--add-opens',
  '--add-exports',
  '--add-reads',
  '--limit-modules',
  '--patch-module',
])

/** The launcher, by its path. */
export function isJava(launcher: string): boolean {
  return /(?:^|\/)javaw?$/.test(launcher)
}

/**
 * @param argv the process's arguments one by one, as `/proc/PID/cmdline` has them; argv[0] is the launcher
 * @returns null when it is no process of Flink's or ZooKeeper's
 */
export function parseJavaCommandLine(argv: readonly string[]): JavaProcess | null {
  if (!isJava(argv[0] ?? '')) return null
  const at = findMainClass(argv)
  const mainClass = argv[at]
  const known = mainClass !== undefined && Object.hasOwn(mainClasses, mainClass) ? mainClasses[mainClass] : undefined
  if (!known || mainClass === undefined) return null
  const options = parseOptions(argv.slice(at + 1), mainClass)
  return {
    ...known,
    mainClass,
    configDir: options.get('configDir') ?? null,
    // 2.x passes the host as an option of the configuration.
    host: options.get('host') ?? options.get('-Djobmanager.rpc.address') ?? null,
    webUiPort: toPort(options.get('webui-port') ?? options.get('-Drest.port')),
    zkConfigFile: options.get('zkConfigFile') ?? (known.kind === 'zookeeper' ? toConfigFile(argv[at + 1]) : null),
    peerId: toNumber(options.get('peerId'), 255),
    logFile: findSystemProperty(argv.slice(1, at), 'log.file'),
  }
}

/** The first argument that is neither an option of the launcher nor the value of one; argv.length when there is none. */
function findMainClass(argv: readonly string[]): number {
  for (let i = 1; i < argv.length; i++) {
    const argument = argv[i] ?? ''
    if (argument === '-jar' || argument === '-m' || argument === '--module') return argv.length
    if (launcherOptionsWithValue.has(argument)) i++
    else if (!argument.startsWith('-') && !argument.startsWith('@') && argument !== '') return i
  }
  return argv.length
}

/** Short names as Flink's CommandLineOptions has them since 1.5. */
const shortNames: Readonly<Record<string, string>> = { '-c': 'configDir', '-h': 'host', '-r': 'webui-port' }
const longNames = new Set(['configDir', 'host', 'webui-port', 'zkConfigFile', 'peerId'])

/** Main classes of 0.10 to 1.4, whose options are scopt's: of one that is given twice the last counts. */
const lastCounts = new Set(['org.apache.flink.runtime.jobmanager.JobManager', 'org.apache.flink.runtime.taskmanager.TaskManager'])

/**
 * `--name value`, `--name=value`, and Flink's dynamic properties `-D key=value` and `-Dkey=value`. Of an option that is given twice the
 * first counts (commons-cli's `getOptionValue`; seen with 1.20.1 and 2.3.0), of a dynamic property the last.
 */
function parseOptions(args: readonly string[], mainClass: string): Map<string, string> {
  const options = new Map<string, string>()
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] ?? ''
    const [head, value] = splitAtEquals(argument)
    const name = shortNames[head] ?? (head.startsWith('--') ? head.slice(2) : '')
    if (longNames.has(name)) {
      const given = value ?? args[++i] ?? ''
      if (!options.has(name) || lastCounts.has(mainClass)) options.set(name, given)
    } else if (argument === '-D') addProperty(options, args[++i] ?? '')
    else if (argument.startsWith('-D')) addProperty(options, argument.slice(2))
  }
  return options
}

const dynamicProperties = new Set(['rest.port', 'jobmanager.rpc.address'])

function addProperty(options: Map<string, string>, property: string): void {
  const [key, value] = splitAtEquals(property)
  if (dynamicProperties.has(key) && value !== null) options.set(`-D${key}`, value)
}

function splitAtEquals(text: string): [name: string, value: string | null] {
  const at = text.indexOf('=')
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}

function findSystemProperty(args: readonly string[], name: string): string | null {
  return args.findLast((argument) => argument.startsWith(`-D${name}=`))?.slice(name.length + 3) ?? null
}

/** ZooKeeper's own main classes take the file as their only argument (or a port and a folder instead). */
function toConfigFile(argument: string | undefined): string | null {
  return argument && !argument.startsWith('-') && !/^\d+$/.test(argument) ? argument : null
}

function toPort(text: string | undefined): number | null {
  return toNumber(text, 65535)
}

function toNumber(text: string | undefined, max: number): number | null {
  const value = text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : NaN
  return value <= max ? value : null
}
