'use client'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import type { PersonRole } from '@/lib/model/actor'
import { RoleSelect } from './role-select'

/** A new person: their address and role. */
export function InviteForm({ isSending, onInvite }: { isSending: boolean; onInvite: (email: string, role: PersonRole) => void }) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<PersonRole>('viewer')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onInvite(email, role)
    setEmail('')
  }
  return (
    <form onSubmit={submit} className="my-4 flex flex-wrap items-end gap-3">
      <TextField
        label="Invite by e-mail address"
        type="email"
        name="invite"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        className="w-full max-w-[300px]"
      />
      <RoleSelect label="As" value={role} onChange={setRole} />
      <Button type="submit" look="filled" possible={!isSending}>
        Create invitation
      </Button>
    </form>
  )
}
