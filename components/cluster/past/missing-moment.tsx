import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { EmptyState } from '@/components/ui/empty-state'
import { MomentLink } from '@/components/shared/moment-link'

/** The address names a moment that cannot be shown: why, and where to go. */
export function MissingMoment({ clusterId, problem, since }: { clusterId: string; problem: string; since: string | null }) {
  return (
    <div className="grid gap-4">
      <h1 className="headline">No data for that time.</h1>
      <EmptyState title={problem}>
        <span className="flex flex-wrap gap-x-5 gap-y-1">
          <Link href={pagePaths.cluster(clusterId)} className="link text-ink">
            Back to now
          </Link>
          {since === null ? null : (
            <MomentLink at={since} clusterId={clusterId}>
              First recorded moment
            </MomentLink>
          )}
        </span>
      </EmptyState>
    </div>
  )
}
