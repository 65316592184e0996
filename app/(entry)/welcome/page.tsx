import type { Metadata } from 'next'
import { WelcomePage } from '@/components/access/welcome-page'
import { ExposureNote } from '@/components/layout/exposure-note'
import { isExposed } from '@/lib/access/is-exposed'

export const metadata: Metadata = { title: 'Welcome' }

export default async function Page() {
  return (
    <>
      <ExposureNote isExposed={await isExposed()} />
      <WelcomePage />
    </>
  )
}
