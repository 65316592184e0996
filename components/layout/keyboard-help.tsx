'use client'
import { useEffect, useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { onKeyboardHelp } from '@/lib/client/keyboard-help'

const shortcuts: readonly { keys: readonly string[]; what: string }[] = [
  { keys: ['Ctrl K', '⌘ K'], what: 'Find a cluster, page, operation, job or id' },
  { keys: ['?'], what: 'Show this list' },
  { keys: ['Tab', 'Shift Tab'], what: 'Next and previous control' },
  { keys: ['↑', '↓', 'Home', 'End'], what: 'Move in a table, list or tree' },
  { keys: ['←', '→'], what: 'Time slider: previous and next change. Tree: close and open' },
  { keys: ['Page Up', 'Page Down'], what: 'Time slider: larger steps' },
  { keys: ['Esc'], what: 'Close a dialog, menu or tip' },
]

/** In a field, the key types a question mark. */
const fields = 'input, textarea, select, [contenteditable="true"]'

/** The keyboard's own page: “?” anywhere but in a field, or from the palette. */
export function KeyboardHelp() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest(fields)) return
      if (document.querySelector('dialog[open], [role="dialog"]') === null) setOpen(true)
    }
    document.addEventListener('keydown', onKey)
    const forget = onKeyboardHelp(() => setOpen(true))
    return () => {
      document.removeEventListener('keydown', onKey)
      forget()
    }
  }, [])
  if (!isOpen) return null
  return (
    <Dialog title="Keyboard shortcuts" onClose={() => setOpen(false)}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 px-6 pt-3 pb-6 max-sm:grid-cols-1 max-sm:gap-y-1 max-sm:px-4">
        {shortcuts.map(({ keys, what }) => (
          <div key={what} className="contents">
            <dt className="flex flex-wrap items-start gap-1.5">
              {keys.map((key) => (
                <kbd key={key} className="rounded-sm border border-line-strong px-1.5 font-sans text-sm whitespace-nowrap">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-muted max-sm:mb-1.5">{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
