import { pagePaths } from '@/lib/base/paths'
import { themes, type Theme } from '@/lib/client/theme'
import { zoneChoices, type ZoneChoice } from '@/lib/client/zone-choice'
import { canActAs } from '@/lib/model/actor'
import { toCommitWords } from '@/components/operations/plan-words'
import { toPlanQuery } from '@/components/operations/plan-link'
import type { Actor } from '@/lib/model/actor'
import { derivePermitted, type Permitted } from '@/lib/model/derive-permitted'
import { operationKinds } from '@/lib/model/operation-kinds'
import { toBusyText, toDoingText } from '@/lib/model/own-doing'
import type { ClusterSnapshot, ClusterState, ClusterSummary } from '@/lib/model/snapshot'

export interface PaletteEntry {
  key: string
  word: string
  aside?: string
  state?: ClusterState
  href: string
  /** Further words that find the entry. */
  alias?: string
  /** Choosing it copies this instead of going somewhere. */
  copies?: string
  /** Why it cannot be chosen now. */
  refused?: string
  /** Choosing it does this instead of going somewhere. */
  runs?: PaletteAct
}

/** What an entry does on the page itself. */
export type PaletteAct = 'emergency-stop' | 'shortcuts' | 'sign-out' | Theme | ZoneChoice

export interface PaletteGroup {
  heading: string
  entries: PaletteEntry[]
}

const most = 8

/** The palette's entries for the typed text, at most eight per group; empty groups are left out. */
export function derivePaletteGroups(
  sought: string,
  clusters: readonly ClusterSummary[],
  snapshot: ClusterSnapshot | null,
  actor: Actor | null = null,
): PaletteGroup[] {
  const wanted = sought.trim().toLowerCase()
  const fits = ({ word, aside = '', alias = '' }: PaletteEntry) =>
    wanted === '' || [word, aside, alias].some((text) => text.toLowerCase().includes(wanted))
  const groups: PaletteGroup[] = [
    { heading: 'Pages', entries: snapshot === null ? [] : toPages(snapshot) },
    {
      heading: 'Clusters',
      entries: [
        { key: 'clusters', word: 'All clusters', href: pagePaths.clusters },
        { key: 'activity', word: 'Activity of all clusters', href: pagePaths.activity },
        ...clusters.map(({ id, name, state }) => ({ key: `cluster ${id}`, word: name, state, href: toBase(id) })),
      ],
    },
    { heading: 'Do', entries: wanted === '' ? [] : toActions(clusters, snapshot, actor) },
    { heading: 'Settings', entries: toSettings(wanted, actor) },
    { heading: 'Jobs', entries: snapshot === null ? [] : toJobs(snapshot) },
    { heading: 'Copy an id', entries: snapshot === null || wanted === '' ? [] : toIds(snapshot) },
  ]
  return groups
    .map(({ heading, entries }) => ({ heading, entries: entries.filter(fits).slice(0, most) }))
    .filter(({ entries }) => entries.length > 0)
}

function toPages({ cluster }: ClusterSnapshot): PaletteEntry[] {
  const base = toBase(cluster.id)
  return [
    { key: 'page overview', word: 'Overview', alias: 'leader standbys takeover failover', href: base },
    { key: 'page recovery', word: 'Recovery', alias: 'jobs checkpoints orphaned metadata', href: `${base}/recovery` },
    { key: 'page configuration', word: 'Configuration', alias: 'doctor findings fixes', href: `${base}/configuration` },
    { key: 'page zookeeper', word: 'ZooKeeper', alias: 'quorum members sessions znodes', href: `${base}/zookeeper` },
    { key: 'page operations', word: 'Operations', alias: operationsAlias, href: `${base}/operations` },
    { key: 'page activity', word: 'Activity', alias: 'events history audit log', href: `${base}/activity` },
  ]
}

function toSettings(wanted: string, actor: Actor | null): PaletteEntry[] {
  return [
    { key: 'settings status pages', word: 'Status pages', href: pagePaths.statusPages },
    { key: 'settings account', word: 'Account', alias: 'password second factor sessions', href: pagePaths.account },
    ...(canActAs(actor, 'administrator')
      ? [
          { key: 'settings people', word: 'People', alias: 'users invitations roles', href: pagePaths.people },
          { key: 'settings keys', word: 'Keys', alias: 'API keys tokens', href: pagePaths.keys },
        ]
      : []),
    ...(wanted === ''
      ? []
      : [
          ...themes.map((theme) => ({ key: `theme ${theme}`, word: `Theme: ${themeWords[theme]}`, href: '', runs: theme })),
          ...zoneChoices.map((zone) => ({
            key: `zone ${zone}`,
            word: `Times: ${zoneWords[zone]}`,
            alias: 'time zone',
            href: '',
            runs: zone,
          })),
          { key: 'shortcuts', word: 'Keyboard shortcuts', alias: 'help', href: '', runs: 'shortcuts' as const },
          { key: 'sign out', word: 'Sign out', alias: 'log out', href: '', runs: 'sign-out' as const },
        ]),
  ]
}

/** On the page of operations each of them says why it is refused, where it is. */
const operationsAlias = 'failover takeover switchover hand over restart stop start autopilot'
const zoneWords: Record<ZoneChoice, string> = { local: 'local', utc: 'UTC' }

const themeWords: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' }

/** For the cluster of this page its permitted actions, for each other cluster its page of operations. */
function toActions(clusters: readonly ClusterSummary[], snapshot: ClusterSnapshot | null, actor: Actor | null): PaletteEntry[] {
  const here = snapshot?.cluster.id
  return [
    ...(snapshot === null ? [] : [...toRunning(snapshot), ...toPlans(snapshot, actor)]),
    ...(canActAs(actor, 'operator')
      ? [{ key: 'emergency stop', word: 'Emergency stop…', alias: 'abort halt', href: '', runs: 'emergency-stop' as const }]
      : []),
    ...clusters
      .filter(({ id }) => id !== here)
      .map(({ id, name }) => ({
        key: `operations ${id}`,
        word: `Operations of ${name}`,
        alias: operationsAlias,
        href: pagePaths.clusterSection(id, 'operations'),
      })),
  ]
}

/** While one runs the others are listed with the reason: who looks for “hand over” learns why not, and where to look. */
function toRunning({ cluster, operation }: ClusterSnapshot): PaletteEntry[] {
  if (operation === null) return []
  return [
    {
      key: `running ${operation.id}`,
      word: `Watch ${toDoingText(operation)}`,
      aside: 'running',
      alias: runningAlias,
      href: pagePaths.operation(cluster.id, operation.id),
    },
  ]
}

const runningAlias = 'operation abort failover switchover takeover hand over restart stop start'

/** Choosing one opens its plan. */
function toPlans(running: ClusterSnapshot, actor: Actor | null): PaletteEntry[] {
  const snapshot = { ...running, operation: null }
  const leader = snapshot.leader?.master ?? null
  return derivePermitted(snapshot, actor)
    .filter(({ kind, target, allowed }) => allowed && (target !== null || !operationKinds[kind].isChosenByHand))
    .map(({ kind, target }) => ({
      key: `do ${kind} ${target ?? ''}`,
      word: `${toCommitWords({ kind, target }, leader)}…`,
      aside: operationKinds[kind].button.replace('…', '').toLowerCase(),
      ...(running.operation !== null && { refused: toBusyText(running.operation) }),
      alias: toAlias({ kind, target }, snapshot),
      href: `${toBase(snapshot.cluster.id)}/operations${toPlanQuery({ kind, target })}`,
    }))
}

function toAlias({ kind, target }: Pick<Permitted, 'kind' | 'target'>, { recovery }: ClusterSnapshot): string {
  const { group, targets } = operationKinds[kind]
  if (targets === 'job') return `${target} ${recovery.jobs.find(({ jobId }) => jobId === target)?.name ?? ''}`
  return group === 'leadership' ? 'failover switchover' : ''
}

function toJobs({ cluster, recovery }: ClusterSnapshot): PaletteEntry[] {
  return recovery.jobs.map(({ jobId, name }) => ({
    key: `job ${jobId}`,
    word: name ?? jobId,
    aside: jobId,
    href: `${toBase(cluster.id)}/recovery?job=${jobId}`,
  }))
}

function toIds({ leader, jobManagers, recovery }: ClusterSnapshot): PaletteEntry[] {
  const entry = (word: string, id: string): PaletteEntry => ({ key: `copy ${word} ${id}`, word, aside: id, href: '', copies: id })
  return [
    ...(leader === null
      ? []
      : [entry('Leader session', leader.leaderSessionId), entry('ZooKeeper session of the leader', leader.zkSessionId)]),
    ...jobManagers.flatMap(({ master, zkSessionId }) => [
      entry(`Master ${master}`, master),
      ...(zkSessionId === null ? [] : [entry(`ZooKeeper session of ${master}`, zkSessionId)]),
    ]),
    ...recovery.jobs.map(({ jobId, name }) => entry(`Job id of ${name ?? jobId}`, jobId)),
  ]
}

function toBase(id: string): string {
  return pagePaths.cluster(id)
}
