'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { ApiError, sendJson } from '@/lib/client/fetch-json'
import type { LinkKind, LinkView } from '@/lib/model/access-views'
import { CodeField } from './code-field'
import { PasswordField } from './password-field'
import { ProblemNote } from '@/components/shared/problem-note'
import { personRoleWords } from './role-words'
import { useSending } from '@/components/shared/use-sending'

const buttons: Record<LinkKind, string> = {
  'first-administrator': 'Create the account',
  invitation: 'Create the account',
  reset: 'Set the password and sign in',
  'sign-in': 'Sign in',
}

/** The fields that a link's kind needs, and the one button that uses the link up. */
export function WelcomeForm({ token, link }: { token: string; link: LinkView }) {
  const [filled, setFilled] = useState({ name: '', email: link.email ?? '', password: '' })
  const [code, setCode] = useState<string | null>(null)
  const { problem, isSending, send } = useSending()
  const set = (change: Partial<typeof filled>) => setFilled((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send(async () => {
      const { name, email, password } = filled
      try {
        await sendJson('POST', apiPaths.useLink, {
          token,
          ...(isForNewPerson(link) && { name, email }),
          ...(!(link.kind === 'sign-in' && password === '') && { password }),
          ...(code !== null && { code }),
        })
        sessionStorage.clear()
        window.location.assign('/')
      } catch (error) {
        if (code !== null || !ApiError.is(error) || error.code !== 'code-needed') throw error
        setCode('')
      }
    })
  }
  return (
    <form onSubmit={submit} className="mt-3 flex flex-col gap-3.5">
      <p className="text-muted">{toSentence(link)}</p>
      <ProblemNote problem={problem} />
      <PersonFields link={link} filled={filled} onChange={set} />
      {code === null ? null : <CodeField value={code} onChange={setCode} />}
      <Button type="submit" look="filled" possible={!isSending}>
        {isSending ? 'One moment…' : buttons[link.kind]}
      </Button>
    </form>
  )
}

interface PersonFieldsProps {
  link: LinkView
  filled: { name: string; email: string; password: string }
  onChange: (change: Partial<PersonFieldsProps['filled']>) => void
}

/** Who they are, as far as the link does not say it; a password is offered with each. */
function PersonFields({ link, filled, onChange }: PersonFieldsProps) {
  return (
    <>
      {isForNewPerson(link) ? (
        <TextField
          label="Your name"
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          value={filled.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      ) : null}
      {link.kind === 'sign-in' ? null : (
        <TextField
          label="E-mail address"
          type="email"
          name="email"
          autoComplete="username"
          required
          readOnly={link.email !== null}
          value={filled.email}
          onChange={(event) => onChange({ email: event.target.value })}
        />
      )}
      <PasswordField
        label={link.kind === 'sign-in' ? 'New password (optional)' : undefined}
        isOptional={link.kind === 'sign-in'}
        value={filled.password}
        onChange={(password) => onChange({ password })}
      />
    </>
  )
}

function isForNewPerson({ kind }: LinkView): boolean {
  return kind === 'first-administrator' || kind === 'invitation'
}

function toSentence({ kind, email, role }: LinkView): string {
  if (kind === 'first-administrator') return 'As the first administrator you invite the others. The link works once.'
  if (kind === 'invitation')
    return `You will be ${personRoleWords[role ?? 'viewer'].article}: ${personRoleWords[role ?? 'viewer'].may}. The link works once.`
  if (kind === 'reset') return 'A new password signs out all your browsers.'
  return `This signs you in as ${email ?? 'the administrator'}. The link works once. Set a password now to confirm important actions later: without one, ten minutes after signing in only a new link can.`
}
