import { toOrdinal } from '@/components/ui/amount-text'
import type { ProcessState, JobManagerRole } from '@/lib/model/snapshot'

export const processWords: Record<ProcessState, { word: string; className: string }> = {
  running: { word: 'running', className: '' },
  frozen: { word: 'frozen', className: 'text-amber-ink' },
  gone: { word: 'gone', className: 'text-red' },
  unknown: { word: 'not known', className: 'text-muted' },
}

export const jobManagerRoleWords: Record<JobManagerRole, { word: string; shape: string; className: string }> = {
  leader: { word: 'Leader', shape: '●', className: 'text-gold-ink' },
  standby: { word: 'Standby', shape: '○', className: 'text-wings-ink' },
  joining: { word: 'Not proven in line', shape: '◌', className: 'text-amber-ink' },
  down: { word: 'Down', shape: '▲', className: 'text-red' },
  unreachable: { word: 'Unreachable', shape: '▲', className: 'text-red' },
  unknown: { word: 'Not known', shape: '?', className: 'text-muted' },
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
