import { toOrdinal } from '@/components/ui/amount-text'
import { toLaneRole } from '@/lib/model/lanes'
import { roleWords } from '@/lib/model/state-words'
import type { JobManager, LaneRole, ProcessState } from '@/lib/model/snapshot'

export const processWords: Record<ProcessState, { word: string; className: string }> = {
  running: { word: 'running', className: '' },
  frozen: { word: 'frozen', className: 'text-amber-ink' },
  gone: { word: 'gone', className: 'text-red' },
  unknown: { word: 'not known', className: 'text-muted' },
}

const looks: Record<LaneRole, { shape: string; className: string }> = {
  leader: { shape: '●', className: 'text-gold-ink' },
  standby: { shape: '○', className: 'text-wings-ink' },
  joining: { shape: '◌', className: 'text-amber-ink' },
  down: { shape: '▲', className: 'text-red' },
  frozen: { shape: '◆', className: 'text-amber-ink' },
  unreachable: { shape: '▲', className: 'text-red' },
  unknown: { shape: '?', className: 'text-muted' },
}

/** Of a JobManager's role and process in one: the same word as its lane has. */
export function toRoleWords(jobManager: Pick<JobManager, 'role' | 'processState'>): { word: string; shape: string; className: string } {
  const role = toLaneRole(jobManager)
  return { word: roleWords[role], ...looks[role] }
}

/** @param inLine 0: its latch is the first, and it takes the lead */
export function toPlaceWords(inLine: number | null): string {
  if (inLine === null) return 'Standby'
  return inLine === 0 ? 'Taking the lead' : `${toOrdinal(inLine)} in line`
}

/** “jm1:50010” from “pekko.tcp://flink@jm1:50010/user/rpc/dispatcher_1”; unchanged when it has another form. */
export function toShortRpcAddress(rpcAddress: string): string {
  return /@([^/@]+)(?:\/|$)/.exec(rpcAddress)?.[1] ?? rpcAddress
}
