import { LiveFleet } from '@/components/layout/live-fleet'
import { MissingPage } from '@/components/layout/missing-page'
import { PageFrame } from '@/components/layout/page-frame'

export default function NotFound() {
  return (
    <PageFrame live={false}>
      <LiveFleet />
      <MissingPage title="There is no page under this address.">
        The address may have been mistyped, or the page does not exist in this version.
      </MissingPage>
    </PageFrame>
  )
}
