import type { IsoTime } from './observed'

interface Timed {
  from: IsoTime
  /** null: the span continues. */
  to: IsoTime | null
}

/**
 * Ends the open span and begins `next`. Spans that began after that moment are dropped: an outage is noticed a little later
 * than it begins.
 */
export function turnSpans<Span extends Timed>(spans: readonly Span[], next: Span): Span[] {
  const kept = spans
    .filter(({ from }) => from < next.from)
    .map((span) => (span.to === null || span.to > next.from ? { ...span, to: next.from } : span))
  return [...kept, next]
}

/** Recorded spans, continued by the live ones. @param isSame the same span continues, whenever this process first saw it */
export function joinSpans<Span extends Timed>(
  old: readonly Span[],
  fresh: readonly Span[],
  isSame: (one: Span, other: Span) => boolean,
): Span[] {
  const [first, ...rest] = fresh
  if (first === undefined) return [...old]
  const before = old.filter(({ from }) => from < first.from)
  const last = before.at(-1)
  if (last === undefined) return [...fresh]
  if (isSame(last, first) && (last.to === null || last.to >= first.from))
    return [...before.slice(0, -1), { ...last, to: first.to }, ...rest]
  const end = last.to === null || last.to > first.from ? first.from : last.to
  return [...before.slice(0, -1), { ...last, to: end }, first, ...rest]
}
