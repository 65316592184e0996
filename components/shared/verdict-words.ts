import type { ClusterState, Severity } from '@/lib/model/snapshot'
import type { Tone } from '@/components/ui/pill'

export const verdictWords: Record<ClusterState, { word: string; tone: Tone; shape: string }> = {
  protected: { word: 'Protected', tone: 'good', shape: '●' },
  'at-risk': { word: 'At risk', tone: 'look', shape: '◆' },
  unprotected: { word: 'Unprotected', tone: 'broken', shape: '▲' },
  degraded: { word: 'Jobs degraded', tone: 'look', shape: '◆' },
  'jobs-down': { word: 'Jobs down', tone: 'broken', shape: '▲' },
  'no-leader': { word: 'No leader', tone: 'broken', shape: '▲' },
  unknown: { word: 'Not known', tone: 'unproven', shape: '?' },
}

export const severityShapes: Record<Severity, { shape: string; word: string; className: string }> = {
  error: { shape: '▲', word: 'Error', className: 'text-red' },
  warning: { shape: '◆', word: 'Warning', className: 'text-amber-ink' },
  note: { shape: '○', word: 'Note', className: 'text-faint' },
}
