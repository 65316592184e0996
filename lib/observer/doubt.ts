import 'server-only'
import type { FactFeed } from './feed'

const DOUBT_MS = 500

/** Looks again half a second later, once however often it is asked to. */
export function createDoubt(look: () => void): FactFeed & { start(): void } {
  let timer: NodeJS.Timeout | null = null
  return {
    start: () => void (timer ??= setTimeout(() => ((timer = null), look()), DOUBT_MS)),
    close: () => void (timer && clearTimeout(timer)),
  }
}
