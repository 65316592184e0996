import { Button } from '@/components/ui/button'
import { Pill } from '@/components/ui/pill'
import { Cell } from '@/components/ui/table'
import { DateAndTime } from '@/components/ui/time'
import type { InvitationView, OpenLinkKind, ResetLinkView } from '@/lib/model/access-views'
import { personRoleWords } from './role-words'

const words: Record<OpenLinkKind, { pill: string; withdraw: string }> = {
  invitation: { pill: 'invited', withdraw: 'Revoke the invitation of' },
  reset: { pill: 'password link', withdraw: 'Revoke the password link of' },
}

interface LinkRowProps {
  link: (InvitationView & { kind: 'invitation' }) | (ResetLinkView & { kind: 'reset' })
  isSending: boolean
  onWithdraw: () => void
}

/** A link that was created and not used yet: it signs its bearer in. */
export function LinkRow({ link, isSending, onWithdraw }: LinkRowProps) {
  const { kind, email, endsAt } = link
  const by = kind === 'invitation' ? link.invitedBy : link.madeBy
  return (
    <tr role="row">
      <Cell head="Who" lead>
        <span className="block text-muted">{email}</span>
      </Cell>
      <Cell head="Role">{kind === 'invitation' ? personRoleWords[link.role].word : <span className="text-muted">unchanged</span>}</Cell>
      <Cell head="Open link">
        <Pill tone="calm">{words[kind].pill}</Pill>
      </Cell>
      <Cell head="Expires">
        <span className="text-muted">
          expires <DateAndTime at={endsAt} />
          {by === null ? null : `, created by ${by}`}
        </span>
      </Cell>
      <Cell head="Actions" align="end">
        <Button small possible={!isSending} onClick={onWithdraw} aria-label={`${words[kind].withdraw} ${email}`}>
          Revoke
        </Button>
      </Cell>
    </tr>
  )
}
