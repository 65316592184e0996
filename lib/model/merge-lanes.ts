import { compareNames } from './compare-names'
import type { HistoryLane } from './history'
import type { Lane } from './snapshot'

type Span = HistoryLane['spans'][number]

/**
 * What is remembered until `until`, gone on with by what is seen live. Where both tell of the same time the live one
 * counts: it knows first.
 * @param until epoch ms up to which the remembered lanes were read
 */
export function mergeLanes(remembered: readonly HistoryLane[], live: readonly Lane[], until: number): HistoryLane[] {
  const masters = new Set([...live, ...remembered].map(({ master }) => master))
  const spansOf = (lanes: readonly HistoryLane[], master: string) => lanes.find((lane) => lane.master === master)?.spans ?? []
  return [...masters].sort(compareNames).map((master) => {
    const fresh = spansOf(live, master).filter(({ to }) => to === null || Date.parse(to) > until)
    return { master, spans: join(spansOf(remembered, master), fresh) }
  })
}

function join(old: readonly Span[], fresh: readonly Span[]): Span[] {
  const [first, ...rest] = fresh
  if (first === undefined) return [...old]
  const before = old.filter(({ from }) => from < first.from)
  const last = before.at(-1)
  if (last === undefined) return [...fresh]
  // The same role goes on, wherever this process began to see it.
  if (last.role === first.role && (last.to === null || last.to >= first.from))
    return [...before.slice(0, -1), { ...last, to: first.to }, ...rest]
  const end = last.to === null || last.to > first.from ? first.from : last.to
  return [...before.slice(0, -1), { ...last, to: end }, first, ...rest]
}
