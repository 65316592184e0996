'use client'
import { classNames } from '@/components/ui/class-names'
import { TimeOfDay } from '@/components/ui/time'
import { useNow } from '@/lib/client/use-now'
import type { Drill } from '@/lib/model/drills/drill-report'
import { keepUnits } from './drill-words'
import { toGuardWords, type GuardWords } from './running-words'

const frames: Record<GuardWords['tone'], { frame: string; shape: string; className: string }> = {
  calm: { frame: 'border-line-strong', shape: '', className: 'text-muted' },
  good: { frame: 'border-line-strong', shape: '✓ ', className: 'text-green' },
  look: { frame: 'border-amber', shape: '◆ ', className: 'text-amber-ink' },
  broken: { frame: 'border-red', shape: '▲ ', className: 'text-red' },
}

/** The promise of the guard on the target's host, counting down. */
export function GuardCard({ drill }: { drill: Drill }) {
  const { tone, leftMs, text } = toGuardWords(drill, useNow())
  const { frame, shape, className } = frames[tone]
  const actsAt = drill.guard?.actsAt ?? null
  return (
    <section
      aria-label="Guard"
      data-guard={drill.guard?.state ?? 'none'}
      className={classNames('flex items-center gap-3.5 rounded-md border px-4 py-3 text-sm', frame)}
    >
      {leftMs === null ? null : <Countdown leftMs={leftMs} wholeMs={drill.document.deadlineMs} />}
      <p className="min-w-0 [overflow-wrap:anywhere]">
        {shape === '' ? null : (
          <span aria-hidden="true" className={className}>
            {shape}
          </span>
        )}
        <span className="font-medium">{keepUnits(text)}</span>
        {actsAt === null || leftMs === null ? null : (
          <span className="text-muted">
            {' '}
            Deadline <TimeOfDay at={actsAt} />.
          </span>
        )}
      </p>
    </section>
  )
}

const radius = 19
const around = 2 * Math.PI * radius

/** A ring that empties; the sentence beside it says the same. */
function Countdown({ leftMs, wholeMs }: { leftMs: number; wholeMs: number }) {
  const share = Math.min(1, Math.max(0, leftMs / Math.max(wholeMs, 1)))
  return (
    <span aria-hidden="true" className="relative grid size-11 flex-none place-items-center font-mono text-xs font-semibold">
      <svg viewBox="0 0 44 44" className="absolute inset-0 -rotate-90">
        <circle cx="22" cy="22" r={radius} fill="none" strokeWidth="4" stroke="var(--line)" />
        <circle
          cx="22"
          cy="22"
          r={radius}
          fill="none"
          strokeWidth="4"
          stroke="currentColor"
          strokeDasharray={`${share * around} ${around}`}
        />
      </svg>
      {Math.ceil(leftMs / 1000)} s
    </span>
  )
}
