import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'

/** On every page of an administrator who has no second factor where one is required. */
export function HeldBackNote({ isHeldBack }: { isHeldBack: boolean }) {
  if (!isHeldBack) return null
  return (
    <aside aria-label="Second factor" className="bg-amber-wash px-7 py-1.5 text-sm text-amber-ink max-md:px-4">
      <p role="note">
        <span aria-hidden="true">◆ </span>This console requires a second factor of administrators. Turn yours on under{' '}
        <Link href={pagePaths.account} className="font-semibold underline">
          Account
        </Link>
        ; until then you have the rights of an operator.
      </p>
    </aside>
  )
}
