'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { sendJson } from '@/lib/client/fetch-json'
import type { OfferedSecondFactor } from '@/lib/model/access-views'
import { CodeField } from './code-field'
import { ProblemNote } from '@/components/shared/problem-note'
import { QrCode } from './qr-code'
import { useSending } from '@/components/shared/use-sending'

interface SecondFactorOfferProps {
  offer: OfferedSecondFactor
  onConfirmed: (recoveryCodes: string[]) => void
  onCancel: () => void
}

/** The secret as a QR code and as text, and the code that proves that an app has it. */
export function SecondFactorOffer({ offer, onConfirmed, onCancel }: SecondFactorOfferProps) {
  const [code, setCode] = useState('')
  const { problem, isSending, send } = useSending()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send(async () => onConfirmed((await sendJson<{ recoveryCodes: string[] }>('PUT', apiPaths.secondFactor, { code })).recoveryCodes))
  }
  return (
    <div className="flex flex-wrap items-start gap-x-7 gap-y-4">
      <QrCode text={offer.uri} label="QR code of the secret, for an authenticator app" />
      <form onSubmit={submit} className="flex min-w-0 max-w-[380px] flex-1 basis-64 flex-col gap-3.5">
        <p>Scan the QR code with your authenticator app, or type in the secret. Then enter the code that the app shows.</p>
        <code data-secret="" className="rounded-sm border border-line bg-raised px-2 py-1 font-mono text-sm [overflow-wrap:anywhere]">
          {offer.secret.match(/.{1,4}/g)?.join(' ')}
        </code>
        <ProblemNote problem={problem} />
        <CodeField value={code} onChange={setCode} recovery={false} />
        <p className="flex flex-wrap gap-3">
          <Button type="submit" look="filled" possible={!isSending}>
            Turn on
          </Button>
          <Button onClick={onCancel}>Cancel</Button>
        </p>
      </form>
    </div>
  )
}
