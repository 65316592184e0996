import { classNames } from '@/components/ui/class-names'

const marks = [
  { className: 'hatched', word: 'predicted end of the phase' },
  { className: 'drill-solid bg-green', word: 'measured' },
  { className: 'drill-key-leader bg-gold', word: 'leader' },
  { className: 'drill-key-standby bg-wings', word: 'standby' },
  { className: 'drill-broken', word: 'fault' },
] as const

/** The key of the drawn timeline. */
export function TimelineKey() {
  return (
    <ul className="drill-strip flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {marks.map(({ className, word }) => (
        <li key={word}>
          <span aria-hidden="true" className={classNames('mr-1.5 inline-block h-2.5 w-5 rounded-[3px] align-[-1px]', className)} />
          {word}
        </li>
      ))}
    </ul>
  )
}
