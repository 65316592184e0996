import type { ReactNode } from 'react'
import { classNames } from './class-names'

export type Tone = 'good' | 'look' | 'broken' | 'lead' | 'calm' | 'unproven'

const looks: Record<Tone, { shape: string; className: string }> = {
  good: { shape: '✓', className: 'bg-green-wash text-green' },
  look: { shape: '◆', className: 'bg-amber-wash text-amber-ink' },
  broken: { shape: '▲', className: 'bg-red-wash text-red' },
  lead: { shape: '●', className: 'bg-amber-wash text-gold-ink' },
  calm: { shape: '○', className: 'bg-raised text-muted' },
  unproven: { shape: '?', className: 'border border-dashed border-line-strong text-muted' },
}

/** A state: word, shape and colour all show it. `caps` for the one on top of a page. */
export function Pill({ tone, shape, caps = false, children }: { tone: Tone; shape?: string; caps?: boolean; children: ReactNode }) {
  const look = looks[tone]
  return (
    <span
      className={classNames(
        'inline-flex items-center forced-colors:border gap-1.5 rounded-full px-2.5 py-0.5 whitespace-nowrap',
        caps ? 'caps' : 'text-xs font-semibold',
        look.className,
      )}
    >
      <span aria-hidden="true" className="text-[0.9em] leading-none">
        {shape ?? look.shape}
      </span>
      {children}
    </span>
  )
}
