import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { EntryFrame } from '@/components/access/entry-frame'
import { ExposureNote } from '@/components/layout/exposure-note'
import { NoSignIn } from '@/components/access/no-sign-in'
import { toProviderProblem } from '@/components/access/provider-problem'
import { SignInForm } from '@/components/access/sign-in-form'
import { findReader } from '@/lib/access/reader'
import { getSignInState } from '@/lib/http/sign-in-state'
import { toNextPath } from '@/lib/http/sign-in-address'
import { isExposed } from '@/lib/access/is-exposed'

export const metadata: Metadata = { title: 'Sign in' }

type SignInQuery = Promise<{ next?: string | string[]; error?: string | string[] }>

export default async function Page({ searchParams }: { searchParams: SignInQuery }) {
  const { next, error } = await searchParams
  const path = toNextPath(typeof next === 'string' ? next : null)
  if (error === undefined && (await findReader()) !== null) redirect(path)
  const { obstacle, provider } = await getSignInState()
  return (
    <>
      <ExposureNote isExposed={await isExposed()} />
      <EntryFrame title={obstacle === null ? 'Sign in' : 'Sign-in is not possible'}>
        {obstacle === null ? (
          <SignInForm next={path} provider={provider} providerProblem={toProviderProblem(typeof error === 'string' ? error : null)} />
        ) : (
          <NoSignIn obstacle={obstacle} />
        )}
      </EntryFrame>
    </>
  )
}
