import type { MemberMode } from '@/lib/model/snapshot'

export const memberWords: Record<MemberMode, { word: string; shape: string; className: string }> = {
  leader: { word: 'leader', shape: '◆', className: 'text-gold-ink' },
  follower: { word: 'follower', shape: '●', className: 'text-green' },
  observer: { word: 'observer', shape: '●', className: 'text-wings-ink' },
  standalone: { word: 'alone', shape: '●', className: 'text-green' },
  'read-only': { word: 'read-only', shape: '◆', className: 'text-amber-ink' },
  'no-quorum': { word: 'up, does not serve', shape: '▲', className: 'text-red' },
  'words-off': { word: 'answers, words off', shape: '◌', className: 'text-muted' },
  down: { word: 'down', shape: '▲', className: 'text-red' },
  unknown: { word: 'not known', shape: '?', className: 'text-muted' },
}

/** The latency of a member on the same machine may be too small for a figure. */
export function toLatencyText(ms: number): string {
  return ms < 0.05 ? '< 0.1 ms' : `${ms.toFixed(1)} ms`
}
