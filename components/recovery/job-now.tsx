import { Ago } from '@/components/ui/time'
import { OutsideLink } from '@/components/ui/outside-link'
import { toCount } from '@/lib/base/counts'
import type { FlinkLinks } from '@/lib/model/flink-ui'
import type { RecoveryJob } from '@/lib/model/snapshot'

/** The present state of the job, and where Flink shows more of it. */
export function JobNow({ job: { failures }, links }: { job: RecoveryJob; links: FlinkLinks | null }) {
  const newest = failures?.times[0]
  if (links === null && newest === undefined) return null
  return (
    <div className="mb-3 grid gap-1 text-sm">
      {!failures || newest === undefined ? null : (
        <p className="[overflow-wrap:anywhere]">
          <span className="text-muted">
            Last of {toCount(failures.times.length, 'failure')} told, <Ago at={newest} />:
          </span>{' '}
          <bdi className="font-mono text-xs">{failures.line ?? 'no cause told'}</bdi>
        </p>
      )}
      {links === null ? null : (
        <p className="flex flex-wrap gap-x-4">
          <span className="text-muted">In Flink:</span>
          <OutsideLink href={links.overview}>job</OutsideLink>
          <OutsideLink href={links.exceptions}>exceptions</OutsideLink>
          <OutsideLink href={links.checkpoints}>checkpoints</OutsideLink>
        </p>
      )}
    </div>
  )
}
