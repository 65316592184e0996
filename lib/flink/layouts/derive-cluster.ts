import type { CompiledLayout, CompiledLayouts } from './compiled-layouts'
import { toContender, toLeaderRecord, toPointerNode } from './node-decoder'
import type { PathMatch } from './path-matcher'
import { deriveStrays } from './stray-nodes'
import type { Component, Contender, HaApplication, HaTree, LeaderRecord } from './types'
import { isEphemeral } from './znode'
import type { ZnodeLike } from './znode'

/** All of a tree that belongs to no job. */
export type ClusterPart = Omit<HaTree, 'era' | 'jobs'>

const maxContenders = 1000

export function deriveCluster(nodes: ReadonlyMap<string, ZnodeLike>, layout: CompiledLayout | null, layouts: CompiledLayouts): ClusterPart {
  const strays = deriveStrays(nodes.values(), layout, layouts)
  const found = layout ? sortNodes(nodes.values(), layout, strays.problems) : emptySorted()
  const dispatcher = found.leaders.get('dispatcher') ?? found.leaders.get('job-manager') ?? null
  const rest = found.leaders.get('rest-server') ?? null
  const resourceManager = found.leaders.get('resource-manager') ?? null
  const sessions = new Set([dispatcher, rest, resourceManager].flatMap((record) => (record ? [record.zkSessionId] : [])))
  const applications = [...found.applications].flatMap(([applicationId, { nodes: own, locks }]) =>
    own.map((node) => ({ applicationId, pointer: toPointerNode(node, locks) })),
  )
  return {
    label: layout ? toLabel(nodes, layout, layouts) : 'No Flink found',
    leader: dispatcher,
    rest,
    resourceManager,
    splitComponents: sessions.size > 1,
    contenders: toLine(found.members),
    applications,
    isOnMesos: [...nodes.values()].some((node) => layout?.matchNode(node)?.role.kind === 'mesos'),
    leftovers: strays.leftovers,
    problems: [...strays.problems, ...applications.flatMap(toApplicationProblem)],
  }
}

interface Sorted {
  leaders: Map<Component, LeaderRecord>
  members: Contender[]
  /** By application id; a lock can be listed before the node it locks. */
  applications: Map<string, { nodes: ZnodeLike[]; locks: ZnodeLike[] }>
}

function emptySorted(): Sorted {
  return { leaders: new Map(), members: [], applications: new Map() }
}

function sortNodes(nodes: Iterable<ZnodeLike>, layout: CompiledLayout, problems: HaTree['problems']): Sorted {
  const sorted = emptySorted()
  for (const node of nodes) {
    const match = layout.matchNode(node)
    if (match) addNode(sorted, node, match, problems)
  }
  return sorted
}

function addNode(sorted: Sorted, node: ZnodeLike, { role, member, application }: PathMatch, problems: HaTree['problems']): void {
  switch (role.kind) {
    case 'leader':
      return addLeader(sorted, node, role.component, problems)
    case 'member':
      return addMember(sorted, node, member ?? '', role.component, problems)
    case 'application':
      return void toApplication(sorted, application ?? '').nodes.push(node)
    case 'application-lock':
      return void toApplication(sorted, application ?? '').locks.push(node)
  }
}

function addLeader({ leaders }: Sorted, node: ZnodeLike, component: Component, problems: HaTree['problems']): void {
  const { value, problem } = toLeaderRecord(node)
  if (value) leaders.set(component, value)
  if (problem) problems.push({ path: node.path, reason: problem })
}

function addMember({ members }: Sorted, node: ZnodeLike, name: string, component: Component | null, problems: HaTree['problems']): void {
  // Up to 1.14 each component has an election of its own; the dispatcher's is the relevant one.
  if (component !== null && component !== 'dispatcher') return
  if (isEphemeral(node)) members.push(toContender(node, name, component))
  else problems.push({ path: node.path, reason: 'an election member that no ZooKeeper session holds' })
}

/** Lowest number first; a session that is in line twice has the better place. */
function toLine(members: Contender[]): Contender[] {
  const sorted = [...members].sort((a, b) => a.sequence - b.sequence)
  const bySession = new Map<string, Contender>()
  for (const contender of sorted) {
    if (!bySession.has(contender.zkSessionId)) bySession.set(contender.zkSessionId, contender)
  }
  return [...bySession.values()].slice(0, maxContenders)
}

function toLabel(nodes: ReadonlyMap<string, ZnodeLike>, { table }: CompiledLayout, { names }: CompiledLayouts): string {
  return table.newest && nodes.has(names[table.newest.name]) ? table.newest.label : table.label
}

function toApplication({ applications }: Sorted, id: string): { nodes: ZnodeLike[]; locks: ZnodeLike[] } {
  const found = applications.get(id) ?? { nodes: [], locks: [] }
  applications.set(id, found)
  return found
}

function toApplicationProblem({ pointer }: HaApplication): HaTree['problems'] {
  return pointer.handle.kind === 'unknown' ? [{ path: pointer.path, reason: pointer.handle.reason }] : []
}
