import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

type History = Pick<ClusterSnapshot, 'events' | 'lanes' | 'verdicts'>

/**
 * The part of a history that touches a range; both ends belong to it. Spans that begin or end outside are returned whole, and a master
 * without any span in the range keeps its empty lane.
 *
 * @param range epoch ms
 */
export function filterHistory({ events, lanes, verdicts }: History, { from, to }: { from: number; to: number }): History {
  const isInside = (ms: number) => ms >= from && ms <= to
  const touches = (span: { from: string; to: string | null }) =>
    Date.parse(span.from) <= to && (span.to === null || Date.parse(span.to) >= from)
  return {
    events: events.filter((event) => isInside(Date.parse(event.at))),
    lanes: lanes.map(({ master, spans }) => ({ master, spans: spans.filter(touches) })),
    verdicts: verdicts.filter(touches),
  }
}
