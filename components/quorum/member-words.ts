import { memberModeWords } from '@/lib/model/state-words'
import type { MemberMode } from '@/lib/model/snapshot'

const looks: Record<MemberMode, { shape: string; className: string }> = {
  leader: { shape: '◆', className: 'text-gold-ink' },
  follower: { shape: '●', className: 'text-green' },
  observer: { shape: '●', className: 'text-wings-ink' },
  standalone: { shape: '●', className: 'text-green' },
  'read-only': { shape: '◆', className: 'text-amber-ink' },
  'no-quorum': { shape: '▲', className: 'text-red' },
  'words-off': { shape: '◌', className: 'text-muted' },
  down: { shape: '▲', className: 'text-red' },
  unknown: { shape: '?', className: 'text-muted' },
}

export function toMemberWords(mode: MemberMode): { word: string; shape: string; className: string } {
  return { word: memberModeWords[mode], ...looks[mode] }
}

/** The latency of a member on the same machine may be too small for a figure. */
export function toLatencyText(ms: number): string {
  return ms < 0.05 ? '< 0.1 ms' : `${ms.toFixed(1)} ms`
}
