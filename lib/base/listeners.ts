export interface Listeners<T> {
  readonly size: number
  /** Each subscription is independent, also of the same function. @returns stop, which may be called again */
  add(listener: (event: T) => void): () => void
  emit(event: T): void
}

/**
 * A set of listeners. One that throws does not keep the others from being called: a broken reader must not affect the rest.
 * @param onError reports it; without one, `emit` throws the first error after all were called
 */
export function createListeners<T>(onError?: (error: unknown) => void): Listeners<T> {
  const all = new Set<(event: T) => void>()
  return {
    get size() {
      return all.size
    },
    add(listener) {
      const own = (event: T) => listener(event)
      all.add(own)
      return () => void all.delete(own)
    },
    emit(event) {
      const errors: unknown[] = []
      const report = onError ?? ((error: unknown) => void errors.push(error))
      for (const listener of all) {
        try {
          listener(event)
        } catch (error) {
          report(error)
        }
      }
      if (errors.length > 0) throw errors[0]
    },
  }
}
