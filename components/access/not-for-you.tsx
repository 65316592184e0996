import type { Role } from '@/lib/model/actor'
import { roleWords } from './role-words'

/** A page that needs another role: which, and who can give it. */
export function NotForYou({ what, role }: { what: string; role: Role }) {
  return (
    <div className="py-8">
      <h1 className="max-w-[28em] headline">This page is for {roleWords[role].word.toLowerCase()}s.</h1>
      <p className="mt-2 max-w-[68ch] text-muted">
        Only {roleWords[role].word.toLowerCase()}s manage {what}. Ask one of them for a change.
      </p>
    </div>
  )
}
