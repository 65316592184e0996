import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

type History = Pick<ClusterSnapshot, 'events' | 'lanes'>

/**
 * The part of a history that touches a range; both ends belong to it. Spans that begin or end outside are given whole,
 * and a master without any span in the range keeps its empty lane.
 *
 * @param range epoch ms
 */
export function filterHistory({ events, lanes }: History, { from, to }: { from: number; to: number }): History {
  const isInside = (ms: number) => ms >= from && ms <= to
  return {
    events: events.filter((event) => isInside(Date.parse(event.at))),
    lanes: lanes.map(({ master, spans }) => ({
      master,
      spans: spans.filter((span) => Date.parse(span.from) <= to && (span.to === null || Date.parse(span.to) >= from)),
    })),
  }
}
