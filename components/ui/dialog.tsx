'use client'
import { X } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from 'react'

interface DialogProps {
  title: string
  /** Called by Esc and the close button. */
  onClose: () => void
  /** Wide enough for commands. */
  wide?: boolean
  children: ReactNode
}

/**
 * The browser's own modal dialog: the page behind it is inert, the focus stays inside and returns afterwards. A click beside it closes
 * nothing, since typed text would be lost.
 */
export function Dialog({ title, onClose, wide = false, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useLayoutEffect(() => {
    const dialog = box.current
    if (dialog === null) return
    const opener = document.activeElement
    dialog.showModal()
    heading.current?.focus()
    return () => {
      dialog.close()
      giveFocusBack(opener)
    }
  }, [])
  const cancel = (event: { preventDefault(): void }) => {
    event.preventDefault()
    close.current()
  }
  return (
    <dialog ref={box} aria-labelledby={id} onCancel={cancel} className={wide ? 'dialog max-w-[860px]' : 'dialog max-w-[560px]'}>
      <div className="flex items-start justify-between gap-4 px-6 pt-5 max-sm:px-4">
        <h2 ref={heading} id={id} tabIndex={-1} className="text-lg font-semibold outline-none [overflow-wrap:anywhere]">
          {title}
        </h2>
        <button
          type="button"
          onClick={() => onClose()}
          aria-label="Close"
          className="-mt-1 -mr-2 flex-none rounded-sm p-2 text-muted hover:bg-raised hover:text-ink"
        >
          <X size={16} aria-hidden="true" />
        </button>
      </div>
      {children}
    </dialog>
  )
}

/** The element that opened it may be gone by now: then the page itself gets the focus, so that the keyboard is never lost. */
function giveFocusBack(opener: Element | null): void {
  const target = opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : document.getElementById('main')
  target?.focus({ preventScroll: true })
}
