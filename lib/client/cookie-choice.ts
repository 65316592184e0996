import { useSyncExternalStore } from 'react'
import { createListeners } from '@/lib/base/listeners'

interface CookieChoice<Choice extends string> {
  set(choice: Choice): void
  /** @param initial as the server rendered the page */
  use(initial: Choice): Choice
}

/** What this browser's reader chose: kept in a cookie, so that the server renders with it and nothing flashes. */
export function createCookieChoice<Choice extends string>(cookie: string): CookieChoice<Choice> {
  const listeners = createListeners<void>()
  let chosen: Choice | null = null
  return {
    set(choice) {
      document.cookie = `${cookie}=${choice}; path=/; max-age=31536000; samesite=lax`
      chosen = choice
      listeners.emit()
    },
    use: (initial) =>
      useSyncExternalStore(
        (listener) => listeners.add(listener),
        () => chosen ?? initial,
        () => initial,
      ),
  }
}
