import { classNames } from '@/components/ui/class-names'
import { ranges, type RangeName } from './lane-scale'

const words: Record<RangeName, { short: string; long: string }> = {
  '24h': { short: '24 h', long: 'Last 24 hours' },
  '7d': { short: '7 d', long: 'Last 7 days' },
  '30d': { short: '30 d', long: 'Last 30 days' },
  '90d': { short: '90 d', long: 'Last 90 days' },
}

/** How far the lanes reach back. */
export function RangeChoice({ range, onRange }: { range: RangeName; onRange: (range: RangeName) => void }) {
  return (
    <div role="group" aria-label="How far back" className="flex rounded-md border border-line text-sm print:hidden">
      {ranges.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === range}
          aria-label={words[name].long}
          onClick={() => onRange(name)}
          className={classNames(
            'px-2.5 py-0.5 first:rounded-l-md last:rounded-r-md',
            name === range ? 'bg-raised font-semibold' : 'text-muted hover:text-ink',
          )}
        >
          {words[name].short}
        </button>
      ))}
    </div>
  )
}
