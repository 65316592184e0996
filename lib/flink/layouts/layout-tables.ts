import type { Component, GraphKind, HaPathNames, LayoutEra } from './types'

/** Role of a znode. Folders in between are not listed in the tables: they follow from the paths. */
export type NodeRole =
  | { kind: 'leader'; component: Component }
  | { kind: 'member'; component: Component | null }
  | { kind: 'job-leader' | 'job-member' | 'graph' | 'graph-lock' | 'checkpoint' | 'checkpoint-lock' | 'counter' | 'registry' }
  | { kind: 'application' | 'application-lock' | 'locks' | 'mesos' | 'folder' }

/**
 * One era: path template → role. `$name` is a configurable path, `{job}` 32 hex digits, `{checkpoint}` a number,
 * `{member}` an election member, `{lock}` any name.
 */
export interface LayoutTable {
  era: Exclude<LayoutEra, 'none'>
  label: string
  /** A folder that only this version writes. */
  newest: { name: keyof HaPathNames; label: string } | null
  graphKind: GraphKind
  /** ZooKeeper sessions of one JobManager: one for its one election, or up to three, one per component. */
  sessionsPerProcess: 1 | 3
  /** Whether a pointer to a missing file is fatal to a new leader of unknown version: of two possible harms the greater. */
  brokenPointerIsFatal: boolean
  /** Its files may lie in the storage directory itself (up to 1.9), which clusters may share; later in the cluster's own folder. */
  storesInRoot: boolean
  templates: Record<string, NodeRole>
}

/** Flink's term for what it recovers a job from. */
export const graphNouns: Readonly<Record<GraphKind, string>> = { 'job-graph': 'job graph', 'execution-plan': 'execution plan' }

export const defaultPathNames: HaPathNames = {
  leader: 'leader',
  latch: 'leaderlatch',
  checkpoints: 'checkpoints',
  counter: 'checkpoint-counter',
  registry: 'running_job_registry',
  graphs: 'jobgraphs',
  plans: 'execution-plans',
  applications: 'applications',
}

/** The single election of the JobManager before FLIP-6, in 1.3 and 1.4, runs under the id of no job. */
export const noJobId = '0'.repeat(32)
export const noJobElection = { leader: `$leader/${noJobId}/job_manager_lock`, latches: `$latch/${noJobId}/job_manager_lock` }

/** Flink 1.5 to 1.13 has one election per component, in folders and nodes of these names. */
export const componentLocks = { dispatcher: 'dispatcher_lock', resourceManager: 'resource_manager_lock', restServer: 'rest_server_lock' }

/** Signs of a job's era: its leader information in 1.15 to 1.18 (the folder alone could be of 1.5 to 1.13), its folder from 1.19 on. */
export const jobLeaderSigns = { plain: 'leader/{job}/connection_info', dashed: 'leader/job-{job}' }

const graph: NodeRole = { kind: 'graph' }
const graphLock: NodeRole = { kind: 'graph-lock' }
const checkpoint: NodeRole = { kind: 'checkpoint' }
const checkpointLock: NodeRole = { kind: 'checkpoint-lock' }
const counter: NodeRole = { kind: 'counter' }
const registry: NodeRole = { kind: 'registry' }
const jobLeader: NodeRole = { kind: 'job-leader' }
const jobMember: NodeRole = { kind: 'job-member' }
const locks: NodeRole = { kind: 'locks' }
const leader = (component: Component): NodeRole => ({ kind: 'leader', component })
const member = (component: Component | null): NodeRole => ({ kind: 'member', component })

const directLocks = { '$graphs/{job}/{lock}': graphLock }

/** 1.3 to 1.13: recovery metadata by kind, then by job. */
const byKind = {
  '$graphs/{job}': graph,
  ...directLocks,
  '$checkpoints/{job}/{checkpoint}': checkpoint,
  '$checkpoints/{job}/{checkpoint}/{lock}': checkpointLock,
  '$counter/{job}': counter,
  '$registry/{job}': registry,
  '$leader/{job}/job_manager_lock': jobLeader,
  '$latch/{job}/job_manager_lock/{member}': jobMember,
}

/** 1.2 to 1.13 on Mesos, which starts the JobManager itself (ZooKeeperMesosWorkerStore). */
const mesos = {
  'mesos-workers/frameworkId': { kind: 'mesos' },
  'mesos-workers/count': { kind: 'mesos' },
  'mesos-workers/workers/{lock}': { kind: 'mesos' },
} as const satisfies Record<string, NodeRole>

/** 1.14 on: one folder per component, fixed names. */
const components = {
  'leader/dispatcher/connection_info': leader('dispatcher'),
  'leader/resource_manager/connection_info': leader('resource-manager'),
  'leader/rest_server/connection_info': leader('rest-server'),
}

/** 1.15 on: one election per process, locks in a folder of their own. */
const byProcess = {
  ...components,
  'leader/latch/{member}': member(null),
  'jobs/{job}/checkpoint_id_counter': counter,
  'jobs/{job}/checkpoints/{checkpoint}': checkpoint,
  'jobs/{job}/checkpoints/{checkpoint}/locks': locks,
  'jobs/{job}/checkpoints/{checkpoint}/locks/{lock}': checkpointLock,
}

const graphs = { '$graphs/{job}': graph, '$graphs/{job}/locks': locks, '$graphs/{job}/locks/{lock}': graphLock }
const plainJobLeader = { [jobLeaderSigns.plain]: jobLeader }
const dashedJobLeader = { [`${jobLeaderSigns.dashed}/connection_info`]: jobLeader }

/** Newest first: the order in which an ambiguous tree is detected. */
export const layoutTables: readonly LayoutTable[] = [
  {
    era: '2.0-2.3',
    label: 'Flink 2.0–2.3',
    newest: { name: 'applications', label: 'Flink 2.3' },
    graphKind: 'execution-plan',
    sessionsPerProcess: 1,
    brokenPointerIsFatal: true,
    storesInRoot: false,
    templates: {
      ...byProcess,
      ...dashedJobLeader,
      '$plans/{job}': graph,
      '$plans/{job}/locks': locks,
      '$plans/{job}/locks/{lock}': graphLock,
      '$applications/{application}': { kind: 'application' },
      '$applications/{application}/locks': locks,
      '$applications/{application}/locks/{lock}': { kind: 'application-lock' },
    },
  },
  {
    era: '1.19-1.20',
    label: 'Flink 1.19–1.20',
    newest: null,
    graphKind: 'job-graph',
    sessionsPerProcess: 1,
    brokenPointerIsFatal: true,
    storesInRoot: false,
    templates: { ...byProcess, ...graphs, ...dashedJobLeader },
  },
  {
    era: '1.15-1.18',
    label: 'Flink 1.15–1.18',
    newest: null,
    graphKind: 'job-graph',
    sessionsPerProcess: 1,
    brokenPointerIsFatal: true,
    storesInRoot: false,
    templates: { ...byProcess, ...graphs, ...plainJobLeader },
  },
  {
    era: '1.15-1.20',
    label: 'Flink 1.15–1.20',
    newest: null,
    graphKind: 'job-graph',
    sessionsPerProcess: 1,
    brokenPointerIsFatal: true,
    storesInRoot: false,
    templates: { ...byProcess, ...graphs, ...dashedJobLeader, ...plainJobLeader },
  },
  {
    era: '1.14',
    label: 'Flink 1.14',
    newest: null,
    graphKind: 'job-graph',
    sessionsPerProcess: 3,
    brokenPointerIsFatal: true,
    storesInRoot: false,
    templates: {
      ...components,
      'leader/dispatcher/latch/{member}': member('dispatcher'),
      'leader/resource_manager/latch/{member}': member('resource-manager'),
      'leader/rest_server/latch/{member}': member('rest-server'),
      'jobs/{job}/leader/connection_info': jobLeader,
      'jobs/{job}/leader/latch/{member}': jobMember,
      'jobs/{job}/checkpoints/{checkpoint}': checkpoint,
      'jobs/{job}/checkpoints/{checkpoint}/{lock}': checkpointLock,
      'jobs/{job}/checkpoint_id_counter': counter,
      '$graphs/{job}': graph,
      ...directLocks,
      '$registry/{job}': registry,
    },
  },
  {
    era: '1.5-1.13',
    label: 'Flink 1.5–1.13',
    newest: null,
    graphKind: 'job-graph',
    sessionsPerProcess: 3,
    brokenPointerIsFatal: true,
    storesInRoot: true,
    templates: {
      [`$leader/${componentLocks.dispatcher}`]: leader('dispatcher'),
      [`$leader/${componentLocks.resourceManager}`]: leader('resource-manager'),
      [`$leader/${componentLocks.restServer}`]: leader('rest-server'),
      [`$latch/${componentLocks.dispatcher}/{member}`]: member('dispatcher'),
      [`$latch/${componentLocks.resourceManager}/{member}`]: member('resource-manager'),
      [`$latch/${componentLocks.restServer}/{member}`]: member('rest-server'),
      ...byKind,
      ...mesos,
    },
  },
  {
    era: '1.3-1.4',
    label: 'Flink 1.3–1.4',
    newest: null,
    graphKind: 'job-graph',
    sessionsPerProcess: 3,
    brokenPointerIsFatal: false,
    storesInRoot: true,
    templates: {
      [noJobElection.leader]: leader('job-manager'),
      [`${noJobElection.latches}/{member}`]: member(null),
      ...byKind,
      ...mesos,
    },
  },
  {
    era: '0.10-1.2',
    label: 'Flink 0.10–1.2',
    newest: null,
    graphKind: 'job-graph',
    sessionsPerProcess: 3,
    brokenPointerIsFatal: false,
    storesInRoot: true,
    templates: {
      $leader: leader('job-manager'),
      '$latch/{member}': member(null),
      '$graphs/{job}': graph,
      '$checkpoints/{job}/{checkpoint}': checkpoint,
      '$counter/{job}': counter,
      ...mesos,
    },
  },
]

/** null: no node of Flink's was found. */
export function findLayoutTable(era: LayoutEra): LayoutTable | null {
  return layoutTables.find((table) => table.era === era) ?? null
}

/** By its displayed label (`HaTree.label`); null: it names no era. */
export function findLayoutTableByLabel(label: string): LayoutTable | null {
  return layoutTables.find((table) => table.label === label || table.newest?.label === label) ?? null
}

/** Folders right below a cluster's root that hold all jobs' metadata or an election, by their usual names. */
export const storeFolders: ReadonlySet<string> = new Set(
  layoutTables
    .flatMap(({ templates }) => Object.keys(templates))
    .map((path) => path.replace(/^\$([a-z]+)/, (_, name: keyof HaPathNames) => defaultPathNames[name]).split('/')[0] ?? ''),
)
