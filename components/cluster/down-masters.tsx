'use client'
import { memo } from 'react'
import { classNames } from '@/components/ui/class-names'
import { toFullSentence, Words } from '@/components/ui/words'
import { toDoingText } from '@/lib/model/own-doing'
import type { Doing, JobManager } from '@/lib/model/snapshot'
import { FoldedLastLog } from './last-log-lines'
import { toRoleWords } from '@/components/shared/process-words'
import { toTip } from '@/components/shared/provenance'

/** No failure: the operation takes care of it. */
const stoppedOnPurpose = (doing: Doing) => ({ word: `down, during ${toDoingText(doing)}`, shape: '○', className: 'text-muted' })

/** Masters of the masters file that do not run: one line each, with what to do. */
export const DownMasters = memo(function DownMasters({
  jobManagers,
  clusterId,
}: {
  jobManagers: JobManager[]
  /** null: of the past, of which no log is read. */
  clusterId: string | null
}) {
  if (jobManagers.length === 0) return null
  return (
    <ul aria-label="Masters that are not in line" className="grid gap-1.5">
      {jobManagers.map((one) => {
        const { word, shape, className } = one.doing === null ? toRoleWords(one) : stoppedOnPurpose(one.doing)
        return (
          <li
            key={one.master}
            data-master={one.master}
            data-role={one.role}
            className="rounded-md border border-dashed border-line-strong bg-panel px-4 py-2.5 text-sm"
          >
            <span className="font-mono font-semibold" {...toTip(one.provenance, one.webUi.detail)}>
              {one.master}
            </span>{' '}
            <span className={classNames('font-semibold', className)}>
              <span aria-hidden="true">{shape} </span>
              {word}
            </span>{' '}
            <span className="text-muted">
              <Words text={toFullSentence(one.roleDetail)} />
            </span>
            {one.processState !== 'gone' || clusterId === null ? null : (
              <FoldedLastLog clusterId={clusterId} master={one.master} endedAt={one.webUi.checkedAt} />
            )}
          </li>
        )
      })}
    </ul>
  )
})
