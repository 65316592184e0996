'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { useContext } from 'react'
import { toFullTimeText, toLocalMomentText } from '@/components/ui/clock-text'
import { toDurationText } from '@/lib/base/durations'
import { ReaderZone, useNow } from '@/lib/client/use-now'
import type { Moment } from '@/lib/model/history'

/** Shows that this is the past: when, how certain it is, and the way back. Works without scripts. */
export function PastBanner({ moment, clusterId }: { moment: Moment; clusterId: string }) {
  const zone = useContext(ReaderZone)
  const now = useNow()
  const base = pagePaths.cluster(clusterId)
  return (
    <section
      aria-label="A moment of the past"
      data-past={moment.at}
      className="sticky top-[54px] z-10 mb-5 grid gap-x-6 gap-y-2 rounded-lg border-2 border-wings-ink bg-wings px-5 py-3 text-ink max-md:static max-sm:px-4 md:grid-cols-[minmax(0,1fr)_auto] md:items-center"
    >
      <div className="min-w-0">
        <p className="text-lg font-semibold">
          <span aria-hidden="true">◷ </span>As it was on{' '}
          <time dateTime={moment.at} data-tip={toFullTimeText(moment.at, zone)} tabIndex={0}>
            {toLocalMomentText(moment.at, zone, new Date(now).getUTCFullYear())}
          </time>
          <span className="text-sm font-normal"> · {toDurationText(now - Date.parse(moment.at))} ago</span>
        </p>
        <p className="text-sm">{toCertainty(moment, zone)}</p>
      </div>
      <nav aria-label="Time navigation" className="flex flex-wrap items-center gap-2 text-sm">
        <Step
          href={moment.previousChange === null ? null : `${base}?at=${moment.previousChange}`}
          word="← Previous change"
          none="No earlier data"
        />
        <Step href={moment.nextChange === null ? null : `${base}?at=${moment.nextChange}`} word="Next change →" none="No later change" />
        <Link href={base} scroll={false} replace className="rounded-md border border-ink bg-ink px-3 py-1 font-semibold text-paper">
          Back to now
        </Link>
      </nav>
    </section>
  )
}

function Step({ href, word, none }: { href: string | null; word: string; none: string }) {
  const look = 'rounded-md border px-3 py-1 font-semibold'
  if (href === null)
    return (
      <span aria-disabled="true" role="link" tabIndex={0} data-tip={none} className={`${look} border-dashed border-wings-ink opacity-70`}>
        {word}
      </span>
    )
  return (
    <Link href={href} scroll={false} replace prefetch={false} className={`${look} border-wings-ink bg-panel`}>
      {word}
    </Link>
  )
}

/** How certain the snapshot is. */
export function toCertainty(
  { at, takenAt, nextTakenAt, gap }: Pick<Moment, 'at' | 'takenAt' | 'nextTakenAt' | 'gap'>,
  zone: string,
): string {
  const age = Date.parse(at) - Date.parse(takenAt)
  if (gap !== null)
    return `No data from ${toLocalMomentText(gap.from, zone)} to ${toLocalMomentText(gap.to, zone)}. Shown is the last snapshot before, ${toDurationText(age)} older; the state at that moment is not known.`
  if (age < 1_000) return 'The snapshot is from this moment.'
  const until = nextTakenAt === null ? '' : ` The next snapshot is from ${toLocalMomentText(nextTakenAt, zone)}.`
  return `The snapshot is ${toDurationText(age)} older. Checkpoints and figures may be as old.${until}`
}
