import { classNames } from '@/components/ui/class-names'
import type { FindingView } from '@/lib/model/configuration-view'
import type { Severity } from '@/lib/model/snapshot'
import { groupings, severities, type Grouping } from './finding-words'

interface FindingsFilterProps {
  /** All findings: the count of a severity does not depend on the filter. */
  findings: readonly FindingView[]
  hidden: readonly Severity[]
  onToggle: (severity: Severity) => void
  by: Grouping
  onGroup: (by: Grouping) => void
  sought: string
  onSeek: (text: string) => void
}

export function FindingsFilter({ findings, hidden, onToggle, by, onGroup, sought, onSeek }: FindingsFilterProps) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2 text-sm">
      {severities.map((each) => (
        <Toggle
          key={each.severity}
          each={each}
          count={findings.filter(({ severity }) => severity === each.severity).length}
          on={!hidden.includes(each.severity)}
          onClick={() => onToggle(each.severity)}
        />
      ))}
      <GroupBy by={by} onChoose={onGroup} />
      <input
        type="search"
        value={sought}
        onChange={(event) => onSeek(event.target.value)}
        aria-label="Search findings by text, file or key"
        placeholder="Text, file or key"
        className="w-56 max-w-full rounded-sm border border-line-strong bg-paper px-2.5 py-1 placeholder:text-faint max-sm:w-full"
      />
    </div>
  )
}

function Toggle({ each, count, on, onClick }: { each: (typeof severities)[number]; count: number; on: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onClick}
      className={classNames(
        'inline-flex items-center gap-1.5 rounded-full border px-3 py-0.5',
        on ? 'border-line-strong' : 'border-dashed border-line text-muted',
      )}
    >
      <span aria-hidden="true" className={each.className}>
        {each.shape}
      </span>
      {count} {count === 1 ? each.one : each.many}
    </button>
  )
}

function GroupBy({ by, onChoose }: { by: Grouping; onChoose: (by: Grouping) => void }) {
  return (
    <label className="ml-auto inline-flex items-center gap-1.5 text-muted max-sm:ml-0 max-sm:w-full">
      Group by
      <select
        value={by}
        onChange={(event) => onChoose(groupings.find((each) => each === event.target.value) ?? 'severity')}
        className="rounded-sm border border-line-strong bg-paper px-1.5 py-1 text-ink max-sm:flex-1"
      >
        {groupings.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  )
}
