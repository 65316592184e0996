import { useSyncExternalStore } from 'react'
import { createListeners } from '@/lib/base/listeners'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const listeners = createListeners<void>()
/** null: as the server rendered the page. */
let chosen: Theme | null = null

/** Kept in a cookie, so that the server renders with it and nothing flashes. */
export function setTheme(theme: Theme): void {
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`
  if (theme === 'system') document.documentElement.removeAttribute('data-theme')
  else document.documentElement.dataset.theme = theme
  chosen = theme
  listeners.emit()
}

export function useTheme(initial: Theme): Theme {
  return useSyncExternalStore(
    (listener) => listeners.add(listener),
    () => chosen ?? initial,
    () => initial,
  )
}
