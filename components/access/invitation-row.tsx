import { Button } from '@/components/ui/button'
import { Pill } from '@/components/ui/pill'
import { Cell } from '@/components/ui/table'
import { TimeOfDay } from '@/components/ui/time'
import type { InvitationView } from '@/lib/model/access-views'
import { roleWords } from './role-words'

/** Somebody who was invited and has not come yet. */
export function InvitationRow({ invitation, isSending, onWithdraw }: { invitation: InvitationView; isSending: boolean; onWithdraw: () => void }) {
  const { email, role, invitedBy, endsAt } = invitation
  return (
    <tr role="row">
      <Cell head="Who" lead><span className="block text-muted">{email}</span></Cell>
      <Cell head="Role">{roleWords[role].word}</Cell>
      <Cell head="Signs in by"><Pill tone="calm">invited</Pill></Cell>
      <Cell head="Last came"><span className="text-muted">{invitedBy === null ? null : `by ${invitedBy}, `}until <TimeOfDay at={endsAt} withSeconds={false} /></span></Cell>
      <Cell head="Actions" align="end"><Button small possible={!isSending} onClick={onWithdraw} aria-label={`Withdraw the invitation of ${email}`}>Withdraw</Button></Cell>
    </tr>
  )
}
