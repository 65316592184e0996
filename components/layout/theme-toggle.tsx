'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { setTheme, useTheme, type Theme } from '@/lib/client/theme'

const looks = {
  system: { Icon: Monitor, next: 'light', word: 'as the system' },
  light: { Icon: Sun, next: 'dark', word: 'light' },
  dark: { Icon: Moon, next: 'system', word: 'dark' },
} as const satisfies Record<Theme, { Icon: unknown; next: Theme; word: string }>

export function ThemeToggle({ initial }: { initial: Theme }) {
  const { Icon, next, word } = looks[useTheme(initial)]
  return (
    <button
      type="button"
      onClick={() => setTheme(next)}
      aria-label={`Theme: ${word}. Change to ${looks[next].word}`}
      data-tip={`Theme: ${word}`}
      className="rounded-sm p-1.5 text-muted hover:bg-raised hover:text-ink"
    >
      <Icon size={15} aria-hidden="true" />
    </button>
  )
}
