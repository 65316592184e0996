'use client'
import { Search } from 'lucide-react'
import { useParams } from 'next/navigation'
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'

/** Loaded only when the palette is opened. */
const CommandPalette = lazy(() => import('./command-palette'))

/** ⌘K or Ctrl-K anywhere. */
export function usePalette(): { show: () => void; element: ReactNode } {
  const [open, setOpen] = useState(false)
  const { id } = useParams<{ id?: string }>()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setOpen((before) => !before)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const element = open ? (
    <Suspense fallback={null}>
      <CommandPalette clusterId={id === undefined ? null : decodeURIComponent(id)} onClose={() => setOpen(false)} />
    </Suspense>
  ) : null
  return { show: () => setOpen(true), element }
}

export function PaletteButton({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-haspopup="dialog"
      aria-label="Find a cluster, page, job or id"
      data-tip="Find a cluster, page, job or id: Ctrl-K or ⌘K"
      className="flex items-center gap-1.5 rounded-sm p-1.5 text-sm text-muted hover:bg-raised hover:text-ink"
    >
      <Search size={15} aria-hidden="true" />
      <kbd className="font-sans text-xs max-md:hidden">⌘K</kbd>
    </button>
  )
}
