'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { ApiError, sendJson } from '@/lib/client/fetch-json'
import { CodeField } from './code-field'
import { ProblemNote } from '@/components/shared/problem-note'
import { useSending } from '@/components/shared/use-sending'

interface SignInFormProps {
  /** The page after sign-in; a path of this console. */
  next: string
  /** Name of the OpenID provider, if there is one. */
  provider: string | null
  /** Why signing in through it failed. */
  providerProblem: string | null
}

/**
 * E-mail address and password, then the code where the account has a second factor; or the provider. A full load afterwards: nothing of the
 * earlier page stays.
 */
export function SignInForm({ next, provider, providerProblem }: SignInFormProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState<string | null>(null)
  const { problem, isSending, send } = useSending()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send(async () => {
      try {
        await sendJson('POST', apiPaths.session, { email, password, ...(code !== null && { code }) })
        window.location.assign(next)
      } catch (error) {
        if (code !== null || !ApiError.is(error) || error.code !== 'code-needed') throw error
        setCode('')
      }
    })
  }
  const viaProvider = () =>
    send(async () => window.location.assign((await sendJson<{ url: string }>('POST', apiPaths.providerSession, {})).url))
  return (
    <div className="mt-4 flex flex-col gap-4">
      <ProblemNote problem={problem ?? providerProblem} />
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <AccountFields
          email={email}
          password={password}
          onEmail={(text) => {
            setEmail(text)
            setCode(null)
          }}
          onPassword={(text) => {
            setPassword(text)
            setCode(null)
          }}
        />
        {code === null ? null : <CodeField value={code} onChange={setCode} />}
        <Button type="submit" look="filled" possible={!isSending}>
          {isSending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      {provider === null ? null : (
        <Button onClick={viaProvider} possible={!isSending}>
          Sign in through {provider}
        </Button>
      )}
      <p className="text-sm text-muted">
        Forgotten password, or no account yet? An administrator can create a link for you on the People page.
      </p>
    </div>
  )
}

interface AccountFieldsProps {
  email: string
  password: string
  onEmail: (text: string) => void
  onPassword: (text: string) => void
}

function AccountFields({ email, password, onEmail, onPassword }: AccountFieldsProps) {
  return (
    <>
      <TextField
        label="E-mail address"
        type="email"
        name="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onChange={(event) => onEmail(event.target.value)}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => onPassword(event.target.value)}
      />
    </>
  )
}
