'use client'
import { pagePaths } from '@/lib/base/paths'
import { CircleUser } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useId, useRef, useState } from 'react'
import { personRoleWords } from '@/components/access/role-words'
import { ZoneToggle } from './zone-toggle'
import { signOutAndLeave } from '@/lib/client/sign-out'
import type { SignedInUser } from '@/lib/model/access-views'
import { canActAs } from '@/lib/model/actor'

const item = 'block w-full rounded-sm px-3 py-1.5 text-left hover:bg-raised'

/** The reader's name and role, links to people and keys, and sign-out. */
export function AccountMenu({ reader }: { reader: SignedInUser }) {
  const [isOpen, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  const isAdministrator = canActAs({ kind: 'person', id: '', ...reader }, 'administrator')
  useEffect(() => (isOpen ? closeOnLeave(box.current, () => setOpen(false)) : undefined), [isOpen])
  const close = () => setOpen(false)
  return (
    <div ref={box} className="relative">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        aria-label={`Account of ${reader.name}`}
        data-tip={isOpen ? undefined : `${reader.name}, ${reader.role}`}
        className="rounded-sm p-1.5 text-muted hover:bg-raised hover:text-ink"
      >
        <CircleUser size={16} aria-hidden="true" />
      </button>
      <div
        id={id}
        hidden={!isOpen}
        className="absolute right-0 z-30 mt-1 w-[248px] rounded-md border border-line-strong bg-panel p-1.5 text-sm"
      >
        <p className="px-3 pt-1.5 pb-2">
          <bdi className="block truncate font-semibold">{reader.name}</bdi>
          <span className="text-muted">{personRoleWords[reader.role].word}</span>
        </p>
        <nav aria-label="Account" className="border-t border-line pt-1.5">
          <Link href={pagePaths.account} onClick={close} className={item}>
            Password and browsers
          </Link>
          {isAdministrator ? (
            <Link href={pagePaths.people} onClick={close} className={item}>
              People
            </Link>
          ) : null}
          {isAdministrator ? (
            <Link href={pagePaths.keys} onClick={close} className={item}>
              Keys
            </Link>
          ) : null}
          <Link href={pagePaths.statusPages} onClick={close} className={item}>
            Status pages
          </Link>
        </nav>
        <div className="mt-1.5 border-t border-line pt-1.5">
          <ZoneToggle long className={item} onChosen={close} />
          <button type="button" onClick={() => void signOutAndLeave()} className={item}>
            Sign out
          </button>
        </div>
      </div>
    </div>
  )
}

/** Closes on Esc, a click beside it, or when the keyboard moves on. */
function closeOnLeave(box: HTMLElement | null, close: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    close()
    box?.querySelector('button')?.focus()
  }
  const onLeave = (event: Event) => {
    if (event.target instanceof Node && !box?.contains(event.target)) close()
  }
  document.addEventListener('keydown', onKey)
  document.addEventListener('pointerdown', onLeave)
  document.addEventListener('focusin', onLeave)
  return () => {
    document.removeEventListener('keydown', onKey)
    document.removeEventListener('pointerdown', onLeave)
    document.removeEventListener('focusin', onLeave)
  }
}
