'use client'
import { memo } from 'react'
import { toCount } from '@/lib/base/counts'
import type { TaskManagers } from '@/lib/model/snapshot'
import { toTip } from '@/components/shared/provenance'

const mostSquares = 120

/** The number of TaskManagers, and their slots, one square each, filled when in use. */
export const TaskManagerSlots = memo(function TaskManagerSlots({ taskManagers }: { taskManagers: TaskManagers }) {
  const { total, slotsTotal, slotsFree, provenance } = taskManagers
  if (total === null || slotsTotal === null || slotsFree === null) {
    return (
      <p className="mt-4 border-t border-line pt-3 text-sm text-muted">
        <span {...toTip(provenance)}>TaskManagers · not known</span>
      </p>
    )
  }
  const used = slotsTotal - slotsFree
  return (
    <div className="mt-4 border-t border-line pt-3 text-sm">
      <p className="text-muted">
        <span {...toTip(provenance)}>
          {toCount(total, 'TaskManager')} · {used} of {toCount(slotsTotal, 'slot')} used
        </span>
      </p>
      {slotsTotal > mostSquares ? (
        <SlotShare used={used} total={slotsTotal} />
      ) : (
        <div aria-hidden="true" className="mt-2 flex flex-wrap gap-1">
          {Array.from({ length: slotsTotal }, (_, slot) => (
            <span key={slot} className={`size-[11px] rounded-[3px] ${slot < used ? 'mark-solid bg-green' : 'mark-outline bg-wings'}`} />
          ))}
        </div>
      )}
    </div>
  )
})

function SlotShare({ used, total }: { used: number; total: number }) {
  return (
    <div aria-hidden="true" className="mt-2 h-2.5 overflow-hidden rounded-[3px] mark-outline bg-wings">
      <div className="mark-solid h-full bg-green" style={{ width: `${(used / total) * 100}%` }} />
    </div>
  )
}
