import type { PersonRole } from '@/lib/model/actor'
import { personRoleWords } from './role-words'

/** A page that needs another role: which, and who can assign it. */
export function NotForYou({ what, role }: { what: string; role: PersonRole }) {
  return (
    <div className="py-8">
      <h1 className="max-w-[28em] headline">This page is for {personRoleWords[role].word.toLowerCase()}s.</h1>
      <p className="mt-2 max-w-[68ch] text-muted">
        Only {personRoleWords[role].word.toLowerCase()}s manage {what}. Ask one of them for a change.
      </p>
    </div>
  )
}
