'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const looks = {
  system: { Icon: Monitor, next: 'light', word: 'as the system' },
  light: { Icon: Sun, next: 'dark', word: 'light' },
  dark: { Icon: Moon, next: 'system', word: 'dark' },
} as const satisfies Record<Theme, { Icon: unknown; next: Theme; word: string }>

/** Kept in a cookie, so that the server renders with it and nothing flashes. */
export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState<Theme>(initial)
  const { Icon, next, word } = looks[theme]
  const toggle = () => {
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`
    if (next === 'system') document.documentElement.removeAttribute('data-theme')
    else document.documentElement.dataset.theme = next
    setTheme(next)
  }
  return (
    <button
      type="button"
      onClick={toggle}
      aria-label={`Theme: ${word}. Change to ${looks[next].word}`}
      data-tip={`Theme: ${word}`}
      className="rounded-sm p-1.5 text-muted hover:bg-raised hover:text-ink"
    >
      <Icon size={15} aria-hidden="true" />
    </button>
  )
}
