import 'server-only'
import { Fifo } from './fifo'

export interface Due {
  readonly settled: boolean
  /** `performance.now()` of its deadline. */
  readonly dueAt: number
}

/** One timer for any number of requests: all have the same limit, so they are due in the order in which they were made. */
export class Deadlines<T extends Due> {
  private readonly entries = new Fifo<T>()
  private readonly onDue: (entry: T) => void
  private timer: NodeJS.Timeout | null = null

  constructor(onDue: (entry: T) => void) {
    this.onDue = onDue
  }

  add(entry: T): void {
    this.dropSettled()
    this.entries.push(entry)
    this.arm()
  }

  /** Drops everything; no timer is left. */
  clear(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.entries.takeAll()
  }

  /** Most are answered long before they are due; they must not be kept until then. */
  private dropSettled(): void {
    while (this.entries.first?.settled) this.entries.shift()
  }

  private arm(): void {
    const { first } = this.entries
    if (this.timer || !first) return
    this.timer = setTimeout(() => this.expire(), Math.max(0, first.dueAt - performance.now()))
  }

  private expire(): void {
    this.timer = null
    const now = performance.now()
    for (let { first } = this.entries; first && (first.settled || first.dueAt <= now); first = this.entries.first) {
      this.entries.shift()
      if (!first.settled) this.onDue(first)
    }
    this.arm()
  }
}
