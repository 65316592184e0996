import { SerializationError } from './serialization-error'

export interface JavaStreamLimits {
  /** Of the whole input. ZooKeeper's own limit for a node is 1 MiB. */
  maxBytes: number
  /** Nesting of values, and of superclasses. */
  maxDepth: number
  /** Values, fields, slots and array elements together. */
  maxElements: number
}

export const defaultLimits: JavaStreamLimits = { maxBytes: 2 * 1024 * 1024, maxDepth: 100, maxElements: 200_000 }

/**
 * Counts every step of reading. Bytes alone do not bound the work: an object of a class with many empty
 * superclasses costs six bytes and a step for each of them.
 */
export class StreamBudget {
  private elements = 0
  private depth = 0

  constructor(private readonly limits: JavaStreamLimits) {}

  spend(count: number, offset: number): void {
    this.elements += count
    if (this.elements > this.limits.maxElements) {
      throw new SerializationError('too-large', `more than ${this.limits.maxElements} values`, offset)
    }
  }

  /** Runs one level deeper; the recursion of the reader goes through here, so the stack is bounded. */
  nested<T>(offset: number, read: () => T): T {
    this.checkDepth(this.depth + 1, offset)
    this.depth++
    const result = read()
    this.depth--
    return result
  }

  checkDepth(depth: number, offset: number): void {
    if (depth > this.limits.maxDepth) throw new SerializationError('too-large', `nested deeper than ${this.limits.maxDepth}`, offset)
  }
}
