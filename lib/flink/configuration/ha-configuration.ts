import { isLoopback } from '@/lib/base/host-names'
import type { ConfFiles } from './conf-files'
import { deriveEffectiveOptions, type EffectiveConfiguration } from './effective'
import { deriveHaMode, type HaMode } from './ha-mode'
import type { MasterLine, Masters } from './masters'
import { deriveOptionValues, type OptionValues } from './option-values'
import { makeProblem, toConfigurationProblems, type ConfigurationProblem, type LineProblem } from './problem'
import { parseQuorum, type ConfiguredServer, type ZooKeeperQuorum } from './quorum'
import type { FlinkVersion } from './version'
import type { WorkerLine, Workers } from './workers'
import { isZnodePath, joinZnodes } from './znode-root'
import type { ZooCfg } from './zoo-cfg'

/** High-availability part of a cluster's configuration; see `deriveHaConfiguration`. */
export interface HaConfiguration extends OptionValues {
  mode: HaMode
  /** Members of the ZooKeeper ensemble as Flink's configuration names them; understudy.yaml overrides it. */
  quorum: ConfiguredServer[]
  /** Connect string of this console's own ZooKeeper client, with the chroot; null: there is none. */
  connectString: string | null
  /** e.g. `/flink`; no slash at the end. */
  pathRoot: string
  /** e.g. `/default`; null up to 1.0, which has no such level. */
  clusterId: string | null
  /** `pathRoot` and `clusterId` joined: the znode below which the cluster keeps everything. */
  znodeRoot: string
  masters: MasterLine[]
  /** See Masters.allLocal; false without a masters file. */
  mastersAllLocal: boolean
  workers: WorkerLine[]
  zooCfg: ZooCfg | null
  /** Whether zoo.cfg describes the quorum's servers; else it may be Flink's untouched template, while ZooKeeper runs elsewhere. */
  zooCfgApplies: boolean
  /** From a zoo.cfg that applies; null: not known from the files. */
  tickTimeMs: number | null
  effective: EffectiveConfiguration
  /** In the order in which the files were read; not sorted by severity. */
  problems: ConfigurationProblem[]
}

/** Parsed files of a conf folder; null: the file does not exist or cannot be read (its reader reports that in `problems`). */
export interface HaConfigurationInput {
  files: ConfFiles
  masters: Masters | null
  workers: Workers | null
  zooCfg: ZooCfg | null
  flinkVersion: FlinkVersion | null
  /** Connect string that replaces the configured one, e.g. where this console reaches ZooKeeper by other addresses. */
  quorum?: string | null
  problems?: readonly ConfigurationProblem[]
}

/**
 * Merges a folder's parsed files into the configuration that the observer needs. Pure, never throws; what is missing or wrong is a
 * problem with what to do. `-D` options of a process and the environment of its host are not in any file and not here.
 */
export function deriveHaConfiguration(input: HaConfigurationInput): HaConfiguration {
  const effective = deriveEffectiveOptions(input.files, input.flinkVersion)
  const values = deriveOptionValues(effective)
  const { mode, problems: modeProblems } = deriveHaMode(effective)
  const { quorum, problems: quorumProblems } = deriveQuorum(effective, mode, input.quorum ?? null)
  const roots = deriveRoots(effective)
  return {
    mode,
    quorum: quorum.members,
    connectString: quorum.connectString,
    ...roots.paths,
    ...values.values,
    ...toFolderFacts(input, quorum.members),
    effective,
    problems: [
      ...(input.problems ?? []),
      ...effective.problems,
      ...toConfigurationProblems(effective.file, [
        ...modeProblems,
        ...quorumProblems,
        ...roots.problems,
        ...values.problems,
        ...findMissing(effective, mode),
      ]),
      ...findFolderProblems(input, quorum.members),
      ...findMissingMasters(input, mode),
    ],
  }
}

/** The folder's reader reports an unreadable file; a missing one matters only in this mode. */
function findMissingMasters(input: HaConfigurationInput, mode: HaMode): ConfigurationProblem[] {
  if (input.masters !== null || mode !== 'zookeeper' || input.problems?.some(({ file }) => file === 'masters')) return []
  // Containers, Mesos and systemd start JobManagers without it; hosts in workers are there for start-cluster.sh alone.
  const isMissed = input.workers?.lines.some(({ host }) => !isLoopback(host)) ?? false
  return toConfigurationProblems('masters', [
    makeProblem(
      'missing-file',
      isMissed ? 'error' : 'note',
      {},
      'There is no conf/masters, so it is not known which JobManagers this cluster should have.',
      `Write conf/masters with one line host:webUIPort for each JobManager${isMissed ? '' : ', also where something else than start-cluster.sh starts them'}.`,
    ),
  ])
}

type FolderFacts = Pick<HaConfiguration, 'masters' | 'mastersAllLocal' | 'workers' | 'zooCfg' | 'zooCfgApplies' | 'tickTimeMs'>

function toFolderFacts({ masters, workers, zooCfg }: HaConfigurationInput, quorum: readonly ConfiguredServer[]): FolderFacts {
  const zooCfgApplies = zooCfg !== null && appliesTo(zooCfg, quorum)
  return {
    masters: masters?.lines ?? [],
    mastersAllLocal: masters?.allLocal ?? false,
    workers: workers?.lines ?? [],
    zooCfg,
    zooCfgApplies,
    tickTimeMs: zooCfgApplies ? zooCfg.tickTimeMs.value : null,
  }
}

function findFolderProblems(
  { masters, workers, zooCfg }: HaConfigurationInput,
  quorum: readonly ConfiguredServer[],
): ConfigurationProblem[] {
  return [
    ...toConfigurationProblems('masters', masters?.problems ?? []),
    ...toConfigurationProblems('workers', workers?.problems ?? []),
    ...(zooCfg && appliesTo(zooCfg, quorum) ? toConfigurationProblems('zoo.cfg', zooCfg.problems) : []),
  ]
}

function deriveQuorum(
  effective: EffectiveConfiguration,
  mode: HaMode,
  asked: string | null,
): { quorum: ZooKeeperQuorum; problems: LineProblem[] } {
  const { from, value, keys } = effective.options.quorum
  const text = asked ?? value
  if (text === null) {
    const missing =
      mode === 'zookeeper'
        ? [
            makeProblem(
              'missing-value',
              'error',
              { key: keys[0] },
              `${keys[0] ?? 'The ZooKeeper quorum'} is not set: Flink does not find its ZooKeeper.`,
              'Set it to host:port of each ZooKeeper server, with commas between them.',
            ),
          ]
        : []
    return { quorum: { members: [], chroot: '', connectString: null, problems: [] }, problems: missing }
  }
  const quorum = parseQuorum(text)
  const place = asked === null && typeof from === 'object' && from ? { line: from.line, key: from.key } : { line: null, key: null }
  return { quorum, problems: quorum.problems.map((problem) => ({ ...problem, ...place })) }
}

function deriveRoots(effective: EffectiveConfiguration): {
  paths: Pick<HaConfiguration, 'pathRoot' | 'clusterId' | 'znodeRoot'>
  problems: LineProblem[]
} {
  const { pathRoot, clusterId } = effective.options
  const problems: LineProblem[] = []
  const read = (option: typeof pathRoot, otherwise: string) => {
    const path = joinZnodes(option.value ?? otherwise)
    if (isZnodePath(path)) return path
    const place = typeof option.from === 'object' && option.from ? option.from : {}
    problems.push(
      makeProblem(
        'bad-znode-path',
        'error',
        place,
        'The value is no znode path; ZooKeeper refuses it and Flink does not start.',
        `Write a path such as ${otherwise}.`,
      ),
    )
    return otherwise
  }
  const root = read(pathRoot, '/flink')
  const id = clusterId.keys.length === 0 ? null : read(clusterId, '/default')
  return { paths: { pathRoot: root, clusterId: id, znodeRoot: joinZnodes(root, id) }, problems }
}

/** Whether every member of the quorum is a server of the file, or the file is a standalone server's on the only member's host. */
function appliesTo(zooCfg: ZooCfg, quorum: readonly ConfiguredServer[]): boolean {
  const toHost = (host: string) => (host === '127.0.0.1' || host === '::1' ? 'localhost' : host.toLowerCase())
  const ports = (own: number | null) => [
    own ?? zooCfg.clientPort.value,
    ...(zooCfg.secureClientPort === null ? [] : [zooCfg.secureClientPort]),
  ]
  const servers = zooCfg.servers.flatMap(({ host, clientPort }) => ports(clientPort).map((port) => `${toHost(host)}:${port}`))
  if (servers.length === 0) servers.push(...ports(null).map((port) => `localhost:${port}`))
  return quorum.length > 0 && quorum.every(({ host, port }) => servers.includes(`${toHost(host)}:${port}`))
}

function findMissing(effective: EffectiveConfiguration, mode: HaMode): LineProblem[] {
  const { storageDir } = effective.options
  if (mode !== 'zookeeper' || (storageDir.value ?? '') !== '') return []
  return [
    makeProblem(
      'missing-value',
      'error',
      { key: storageDir.keys[0] },
      `${storageDir.keys[0] ?? 'The storage directory'} is not set: Flink has nowhere to keep what a new leader needs.`,
      'Set it to a directory that all JobManagers share, e.g. hdfs:///flink/recovery.',
    ),
  ]
}
