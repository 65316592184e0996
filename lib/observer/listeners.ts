import 'server-only'

export interface Listeners<T> {
  readonly size: number
  add(listener: (event: T) => void): () => void
  emit(event: T): void
}

/**
 * A set of listeners. One that throws is reported and does not keep the others from hearing:
 * a broken reader must not stop the picture for everybody.
 */
export function createListeners<T>(onError: (error: unknown) => void): Listeners<T> {
  const all = new Set<(event: T) => void>()
  return {
    get size() {
      return all.size
    },
    add(listener) {
      all.add(listener)
      return () => void all.delete(listener)
    },
    emit(event) {
      for (const listener of all) {
        try {
          listener(event)
        } catch (error) {
          onError(error)
        }
      }
    },
  }
}
