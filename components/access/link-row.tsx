import { Button } from '@/components/ui/button'
import { Pill } from '@/components/ui/pill'
import { Cell } from '@/components/ui/table'
import { TimeOfDay } from '@/components/ui/time'
import type { InvitationView, OpenLinkKind, ResetLinkView } from '@/lib/model/access-views'
import { roleWords } from './role-words'

const words: Record<OpenLinkKind, { pill: string; withdraw: string }> = {
  invitation: { pill: 'invited', withdraw: 'Withdraw the invitation of' },
  reset: { pill: 'open link', withdraw: 'Withdraw the link for a new password of' },
}

interface LinkRowProps {
  link: (InvitationView & { kind: 'invitation' }) | (ResetLinkView & { kind: 'reset' })
  isSending: boolean
  onWithdraw: () => void
}

/** A link that was made and not used yet: whoever has it comes in. */
export function LinkRow({ link, isSending, onWithdraw }: LinkRowProps) {
  const { kind, email, endsAt } = link
  const by = kind === 'invitation' ? link.invitedBy : link.madeBy
  return (
    <tr role="row">
      <Cell head="Who" lead>
        <span className="block text-muted">{email}</span>
      </Cell>
      <Cell head="Role">{kind === 'invitation' ? roleWords[link.role].word : <span className="text-muted">new password</span>}</Cell>
      <Cell head="Signs in by">
        <Pill tone="calm">{words[kind].pill}</Pill>
      </Cell>
      <Cell head="Last came">
        <span className="text-muted">
          {by === null ? null : `by ${by}, `}until <TimeOfDay at={endsAt} withSeconds={false} />
        </span>
      </Cell>
      <Cell head="Actions" align="end">
        <Button small possible={!isSending} onClick={onWithdraw} aria-label={`${words[kind].withdraw} ${email}`}>
          Withdraw
        </Button>
      </Cell>
    </tr>
  )
}
