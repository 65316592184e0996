import { findDurationMs, findJavaBoolean, findJavaInteger } from './duration'
import type { EffectiveConfiguration, EffectiveOption } from './effective'
import type { HaPathNames } from '../layouts/types'
import type { OptionKind } from './options/definition'
import { getOption, optionIds } from './options/table'
import { parsePortRange } from './port-range'
import { makeProblem, quoteForSentence, type LineProblem, type ProblemCode } from './problem'
import { isFlinkAtLeast, type FlinkVersion } from './version'
import { joinZnodes } from './znode-root'

/** Values of the options that Flink and the observer work with. */
export interface OptionValues {
  /** URIs as configured. */
  storageDir: string | null
  checkpointDir: string | null
  savepointDir: string | null
  /** Requested from ZooKeeper; the negotiated value may differ. */
  sessionTimeoutMs: number
  tolerateSuspended: boolean
  /** Port expression of the RPC ports; null: random ports. */
  jobManagerPorts: string | null
  /** Only configured names; the layouts have the defaults. Without slashes at the ends. */
  pathNames: Partial<HaPathNames>
  /** For JobManagers that are not started through masters. */
  restPort: number
}

/** The values that the observer works with. A value that Flink would refuse is a problem, and the default replaces it. */
export function deriveOptionValues(effective: EffectiveConfiguration): { values: OptionValues; problems: LineProblem[] } {
  const { options, version } = effective
  const problems = optionIds.flatMap((id) => findBadValue(options[id], version))
  const ports = options.jobManagerPorts.value === null ? null : parsePortRange(options.jobManagerPorts.value)
  const values: OptionValues = {
    storageDir: options.storageDir.value || null,
    checkpointDir: options.checkpointDir.value || null,
    savepointDir: options.savepointDir.value || null,
    sessionTimeoutMs: findMilliseconds(options.sessionTimeout.value, version) ?? 60_000,
    tolerateSuspended: findJavaBoolean(options.tolerateSuspendedConnections.value ?? 'false') ?? false,
    jobManagerPorts: ports === null || ports.random || ports.spans.length === 0 ? null : ports.text,
    pathNames: derivePathNames(effective),
    restPort: findJavaInteger(options.restPort.value ?? '8081') ?? 8081,
  }
  return { values, problems }
}

/** Milliseconds of an option that is an int up to 1.19 (`60 s` is refused there) and a duration since 1.20. */
export function findMilliseconds(text: string | null, version: FlinkVersion): number | null {
  if (text === null) return null
  return isFlinkAtLeast(version, '1.20') ? findDurationMs(text, { iso8601: isFlinkAtLeast(version, '2.0') }) : findJavaInteger(text)
}

function findBadValue(option: EffectiveOption, version: FlinkVersion): LineProblem[] {
  const { from, value } = option
  if (typeof from !== 'object' || from === null || value === null) return []
  const { kind } = getOption(option.id)
  if (kind === 'ports') return parsePortRange(value).problems.map((problem) => ({ ...problem, line: from.line, key: from.key }))
  const fault = faultFinders[kind](value, version)
  if (!fault) return []
  const [code, wanted, example] = fault
  return [
    makeProblem(
      code,
      'error',
      from,
      `${from.key} is ${quoteForSentence(value)}, which is ${wanted}; Flink ${version.text} refuses it.`,
      `Write it like ${example}.`,
    ),
  ]
}

type Fault = readonly [code: ProblemCode, wanted: string, example: string]
type FaultFinder = (value: string, version: FlinkVersion) => Fault | null

const faultFinders: Record<OptionKind, FaultFinder> = {
  boolean: (value) => (findJavaBoolean(value) === null ? ['bad-boolean', 'neither true nor false', 'true'] : null),
  integer: (value) => (findJavaInteger(value) === null ? ['bad-number', 'no whole number', '3'] : null),
  milliseconds: (value, version) =>
    findMilliseconds(value, version) === null
      ? ['bad-duration', isFlinkAtLeast(version, '1.20') ? 'no duration' : 'no whole number of milliseconds', '60000']
      : null,
  duration: (value) => (findDurationMs(value) === null ? ['bad-duration', 'no duration', '10 s'] : null),
  port: (value) => (isPort(value) ? null : ['bad-port', 'no port', '8081']),
  ports: () => null,
  text: () => null,
  uri: () => null,
  path: () => null,
}

function isPort(value: string): boolean {
  const port = findJavaInteger(value)
  return port !== null && port >= 0 && port <= 65_535
}

/** Configured names of znodes. 2.x uses the name of the job graphs for its execution plans when only that is set. */
function derivePathNames({ options }: EffectiveConfiguration): OptionValues['pathNames'] {
  const find = (option: EffectiveOption) =>
    typeof option.from === 'object' && option.from ? joinZnodes(option.value).slice(1) || undefined : undefined
  const graphs = options.pathJobGraphs
  const onlyPlans = typeof graphs.from === 'object' && graphs.from?.key.endsWith('execution-plans')
  const names: OptionValues['pathNames'] = {
    leader: find(options.pathLeader),
    latch: find(options.pathLatch),
    checkpoints: find(options.pathCheckpoints),
    counter: find(options.pathCheckpointCounter),
    registry: find(options.pathRunningRegistry),
    graphs: onlyPlans ? undefined : find(graphs),
    plans: find(graphs),
    applications: find(options.pathApplications),
  }
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined))
}
