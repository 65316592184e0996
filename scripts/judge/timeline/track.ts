/** A value that was seen from one sample to another, both included. */
export interface Stretch<T> {
  value: T
  /** It certainly held at some time not after this: when the first sample was complete. */
  from: number
  /** It certainly held at some time not before this: when the last sample was begun. */
  until: number
}

/**
 * One fact over time, from samples. Between two samples that differ either may have been true, and both count as possible: a statement is
 * contradicted only if it contradicts everything that was possible.
 */
export class Track<T> {
  readonly stretches: Stretch<T>[] = []

  /** @param asked epoch ms at which the sample was begun @param got at which it was complete */
  add(asked: number, got: number, value: T): void {
    const last = this.stretches.at(-1)
    if (last && JSON.stringify(last.value) === JSON.stringify(value)) last.until = Math.max(last.until, asked)
    else this.stretches.push({ value, from: got, until: asked })
  }

  get last(): T | undefined {
    return this.stretches.at(-1)?.value
  }

  /** Until when the fact is known. */
  get until(): number {
    return this.stretches.at(-1)?.until ?? 0
  }

  /** All that may have been true within the time; null: a part of it was not sampled. */
  possible(from: number, to: number): T[] | null {
    const first = this.stretches[0]
    if (!first || from < first.from || to > this.until) return null
    const found: T[] = []
    for (let i = this.stretches.length - 1; i >= 0; i--) {
      const begins = this.stretches[i - 1]?.until ?? first.from
      const ends = this.stretches[i + 1]?.from ?? Infinity
      if (ends < from) break
      if (begins <= to) found.unshift(this.stretches[i]!.value)
    }
    return found
  }

  /** Whether it was so all the time, whatever the samples missed; null: not known. */
  always(from: number, to: number, isSo: (value: T) => boolean): boolean | null {
    const values = this.possible(from, to)
    return values && values.every(isSo)
  }

  /** Whether it may have been so at any time; null: not known. */
  ever(from: number, to: number, isSo: (value: T) => boolean): boolean | null {
    const values = this.possible(from, to)
    return values && values.some(isSo)
  }

  /** The latest time up to `to` at which it may have been so; null: never. */
  lastTime(to: number, isSo: (value: T) => boolean): number | null {
    for (let i = this.stretches.length - 1; i >= 0; i--) {
      const begins = this.stretches[i - 1]?.until ?? -Infinity
      if (begins > to || !isSo(this.stretches[i]!.value)) continue
      return Math.min(to, this.stretches[i + 1]?.from ?? to)
    }
    return null
  }
}
