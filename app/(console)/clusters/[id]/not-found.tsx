import { MissingPage } from '@/components/layout/missing-page'

export default function NotFound() {
  return (
    <MissingPage title="No cluster of this name is being watched.">
      It may have been removed from understudy.yaml, or renamed. The clusters that are watched are listed on the first page.
    </MissingPage>
  )
}
