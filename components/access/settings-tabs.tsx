'use client'
import { pagePaths } from '@/lib/base/paths'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { classNames } from '@/components/ui/class-names'

const tabs = [
  { href: pagePaths.account, word: 'Account', forAll: true },
  { href: pagePaths.people, word: 'People', forAll: false },
  { href: pagePaths.keys, word: 'Keys', forAll: false },
  { href: pagePaths.statusPages, word: 'Status pages', forAll: true },
] as const

/** The pages of the settings that this reader may open. */
export function SettingsTabs({ isAdministrator }: { isAdministrator: boolean }) {
  const here = usePathname()
  return (
    <nav aria-label="Settings" className="mb-4 flex flex-wrap gap-1">
      {tabs
        .filter(({ forAll }) => forAll || isAdministrator)
        .map(({ href, word }) => (
          <Link
            key={href}
            href={href}
            aria-current={here.startsWith(href) ? 'page' : undefined}
            className={classNames(
              'rounded-md px-2.5 py-1',
              here.startsWith(href) ? 'bg-raised font-semibold' : 'text-muted hover:text-ink',
            )}
          >
            {word}
          </Link>
        ))}
    </nav>
  )
}
