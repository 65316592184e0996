'use client'
import { apiPaths, pagePaths } from '@/lib/base/paths'
import { useEffect, useState } from 'react'
import { toMessage } from '@/lib/base/errors'
import { sendJson } from '@/lib/client/fetch-json'
import type { LinkView } from '@/lib/model/access-views'
import { EntryFrame } from './entry-frame'
import { ProblemNote } from '@/components/shared/problem-note'
import { WelcomeForm } from './welcome-form'

type Looked = { state: 'looking' } | { state: 'usable'; token: string; link: LinkView } | { state: 'unusable'; problem: string }

const titles = {
  'first-administrator': 'Become the first administrator',
  invitation: 'You are invited',
  reset: 'Set a new password',
  'sign-in': 'Sign in',
} as const

/** Under a one-time link. The link's secret is behind `#`: only this page sees it, and it leaves the address at once. */
export function WelcomePage() {
  const [looked, setLooked] = useState<Looked>({ state: 'looking' })
  useEffect(() => {
    let isHere = true
    void look().then((found) => isHere && setLooked(found))
    return () => {
      isHere = false
    }
  }, [])
  if (looked.state === 'looking')
    return (
      <EntryFrame title="Checking your link">
        <p className="mt-3 text-muted">A moment.</p>
      </EntryFrame>
    )
  if (looked.state === 'unusable') {
    return (
      <EntryFrame title="This link cannot be used">
        <div className="mt-4">
          <ProblemNote problem={looked.problem} />
        </div>
        <p className="mt-5">
          <a href={pagePaths.signIn} className="inline-block rounded-md bg-ink px-4 py-2 font-semibold text-paper">
            Sign in
          </a>
        </p>
      </EntryFrame>
    )
  }
  return (
    <EntryFrame title={titles[looked.link.kind]}>
      <WelcomeForm token={looked.token} link={looked.link} />
    </EntryFrame>
  )
}

/** Kept while this tab is open, so that a reload still finds it. */
const kept = 'understudy-link'

async function look(): Promise<Looked> {
  const inAddress = window.location.hash.slice(1)
  if (inAddress !== '') sessionStorage.setItem(kept, inAddress)
  const token = sessionStorage.getItem(kept) ?? ''
  window.history.replaceState(null, '', window.location.pathname)
  if (token === '') return { state: 'unusable', problem: 'The address is incomplete. Open the whole link, including everything after “#”.' }
  try {
    return { state: 'usable', token, link: await sendJson<LinkView>('POST', apiPaths.openLink, { token }) }
  } catch (error) {
    return { state: 'unusable', problem: toMessage(error) }
  }
}
