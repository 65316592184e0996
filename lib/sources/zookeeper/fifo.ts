import 'server-only'

/** A queue whose `shift` is O(1) also with 30,000 entries, unlike Array's. */
export class Fifo<T> {
  private items: (T | undefined)[] = []
  private head = 0

  get length(): number {
    return this.items.length - this.head
  }

  get first(): T | undefined {
    return this.items[this.head]
  }

  push(item: T): void {
    this.items.push(item)
  }

  shift(): T | undefined {
    if (this.head >= this.items.length) return undefined
    const item = this.items[this.head]
    this.items[this.head++] = undefined
    if (this.head > 1024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head)
      this.head = 0
    }
    return item
  }

  /** Drops items that are no longer needed, so that a queue that is not drained does not grow. */
  keepOnly(wanted: (item: T) => boolean): void {
    this.items = this.items.slice(this.head).filter((item) => item !== undefined && wanted(item))
    this.head = 0
  }

  /** Empties the queue and returns its items. */
  takeAll(): T[] {
    const taken = this.items.slice(this.head) as T[]
    this.items = []
    this.head = 0
    return taken
  }
}
