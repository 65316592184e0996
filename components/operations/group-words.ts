import { toLaneRole } from '@/lib/model/lanes'
import { memberModeWords, roleWords } from '@/lib/model/state-words'
import { toCount } from '@/lib/base/counts'
import type { Permitted } from '@/lib/model/derive-permitted'
import type { EmergencyStop } from '@/lib/model/operation'
import { operationKinds } from '@/lib/model/operation-kinds'
import { operationGroups, type OperationGroupId } from '@/lib/model/operation-kinds/kind-record'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

export interface OperationGroup {
  id: OperationGroupId
  title: string
  rows: OperationRow[]
}

/** One object and the actions on it. */
export interface OperationRow {
  key: string
  /** Master, member or other name. */
  name: string
  /** Whether the name is an address. */
  isAddress: boolean
  /** Its present state. */
  state: string
  actions: Permitted[]
}

/** All actions, grouped by their object; a row without an own object comes last in its group. */
export function deriveGroups(permitted: readonly Permitted[], snapshot: ClusterSnapshot): OperationGroup[] {
  return (Object.keys(operationGroups) as OperationGroupId[]).map((id) => {
    const mine = permitted.filter(({ kind }) => operationKinds[kind].group === id)
    return { id, title: operationGroups[id], rows: toRows(id, mine, snapshot) }
  })
}

function toRows(id: OperationGroupId, permitted: Permitted[], snapshot: ClusterSnapshot): OperationRow[] {
  const rows = new Map<string, OperationRow>()
  for (const one of permitted) {
    const key = toRowKey(id, one)
    const row = rows.get(key) ?? { key, actions: [], ...toObject(id, one, snapshot) }
    row.actions.push(one)
    rows.set(key, row)
  }
  const all = [...rows.values()]
  return id === 'leadership'
    ? all.filter((row) => isWorthOffering(row, snapshot))
    : [...all.filter(({ isAddress }) => isAddress), ...all.filter(({ isAddress }) => !isAddress)]
}

/** Handing over to the leader or to a master that is down is not offered, and the next in line has a row already. */
function isWorthOffering({ actions, isAddress, name }: OperationRow, { takeover }: ClusterSnapshot): boolean {
  return !isAddress || (name !== takeover.standby && actions.some(({ allowed }) => allowed))
}

function toRowKey(id: OperationGroupId, { kind, target }: Permitted): string {
  return operationKinds[kind].targets === 'job' ? `job ${target ?? ''}` : `${id} ${target ?? ''}`
}

function toObject(
  id: OperationGroupId,
  { kind, target }: Permitted,
  snapshot: ClusterSnapshot,
): Pick<OperationRow, 'name' | 'isAddress' | 'state'> {
  if (operationKinds[kind].targets === 'job') return toJobObject(target, snapshot)
  switch (id) {
    case 'leadership':
      return target === null
        ? {
            name: 'Next in line',
            isAddress: false,
            state: snapshot.takeover.standby === null ? 'no standby is in line' : snapshot.takeover.standby,
          }
        : { name: target, isAddress: true, state: toMasterState(snapshot, target) }
    case 'jobmanagers':
      return target === null
        ? { name: 'All of them', isAddress: false, state: 'standbys first, the leader last' }
        : { name: target, isAddress: true, state: toMasterState(snapshot, target) }
    case 'zookeeper':
      return target === null
        ? { name: 'The quorum', isAddress: false, state: toQuorumState(snapshot) }
        : { name: target, isAddress: true, state: toMemberState(snapshot, target) }
    case 'taskmanagers':
      return {
        name: 'A TaskManager',
        isAddress: false,
        state:
          snapshot.taskManagers.total === null
            ? 'how many there are is not known'
            : `${toCount(snapshot.taskManagers.total, 'TaskManager')} registered`,
      }
    case 'cluster':
      return {
        name: snapshot.cluster.name,
        isAddress: false,
        state: `${toCount(snapshot.jobManagers.length, 'JobManager')} and all TaskManagers`,
      }
    case 'recovery':
      return {
        name: 'Orphaned metadata',
        isAddress: false,
        state:
          snapshot.recovery.dangling.length === 0
            ? 'no orphaned metadata'
            : `${toCount(snapshot.recovery.dangling.length, 'orphaned item')}`,
      }
  }
}

function toJobObject(jobId: string | null, { recovery }: ClusterSnapshot): Pick<OperationRow, 'name' | 'isAddress' | 'state'> {
  if (jobId === null) return { name: 'A job', isAddress: false, state: 'jobs are listed on the Recovery page' }
  const job = recovery.jobs.find((one) => one.jobId === jobId)
  return { name: job?.name ?? jobId, isAddress: false, state: `job ${jobId.slice(0, 8)}, ${job?.state ?? 'not run by the leader'}` }
}

function toMasterState({ jobManagers }: ClusterSnapshot, master: string): string {
  const jm = jobManagers.find((one) => one.master === master)
  if (jm === undefined) return 'not known'
  const word = roleWords[toLaneRole(jm)]
  return jm.process === null || jm.processState === 'gone' ? word : `${word} · pid ${jm.process.pid}`
}

function toMemberState({ quorum }: ClusterSnapshot, address: string): string {
  const member = quorum.members.find((one) => one.address === address)
  return member === undefined ? 'not known' : memberModeWords[member.mode]
}

function toQuorumState({ quorum }: ClusterSnapshot): string {
  const serving = quorum.serving === null ? 'whether it serves is not known' : quorum.serving ? 'serves' : 'does not serve'
  return quorum.spare === null ? serving : `${serving} · ${quorum.spare} spare`
}

/**
 * What to know before an action, and why not where no action is possible, each said once: “Restart, Stop: jm1:8081 leads, a standby will
 * take over.” That a running process cannot be started is left to the button itself.
 * @param said on top of the page already
 */
export function deriveNotes(actions: readonly Permitted[], said: string | null = null): { what: string; why: string }[] {
  const byWhy = new Map<string, string[]>()
  const none = actions.every(({ allowed }) => !allowed)
  for (const { kind, why, allowed } of actions) {
    if (why !== '' && why !== said && (allowed || none))
      byWhy.set(why, [...(byWhy.get(why) ?? []), operationKinds[kind].button.replace('…', '')])
  }
  return [...byWhy].map(([why, what]) => ({ what: what.join(', '), why }))
}

/** A reason that is shown once on top, instead of at each button. */
export interface CommonRefusal {
  text: string
  /** No action at all is possible. */
  isTotal: boolean
}

/** Why no action is possible, or most are not: the stop, the role, a running operation, hosts that no console controls. */
export function deriveCommonRefusal(permitted: readonly Permitted[], emergencyStop: EmergencyStop | null): CommonRefusal | null {
  if (emergencyStop !== null) return { text: `The emergency stop is on since ${emergencyStop.by} set it. Lift it first.`, isTotal: true }
  const counts = new Map<string, number>()
  for (const { allowed, why } of permitted) if (!allowed) counts.set(why, (counts.get(why) ?? 0) + 1)
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  if (most === undefined || most[1] <= permitted.length / 2) return null
  return { text: most[0], isTotal: permitted.every(({ allowed }) => !allowed) }
}

/** Hosts of the registered TaskManagers, from ids like “tm1:40011-aa01”. */
export function deriveWorkerHosts({ taskManagers }: ClusterSnapshot): string[] {
  return [...new Set(taskManagers.detail.flatMap(({ id }) => /^(\[[\da-f:]+\]|[\w.-]+):\d+/i.exec(id)?.[1] ?? []))].sort()
}
