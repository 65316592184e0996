'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState } from 'react'
import useSWR from 'swr'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { fetchJson, sendJson } from '@/lib/client/fetch-json'
import type { OfferedSecondFactor, SecondFactorView } from '@/lib/model/access-views'
import { ProblemNote } from '@/components/shared/problem-note'
import { SecondFactorOffer } from './second-factor-offer'
import { SecretOnce } from './secret-once'
import { useSending } from '@/components/shared/use-sending'

const url = apiPaths.secondFactor

/** Codes of an app beside the password: on, off, and how to turn it on. */
export function SecondFactorPanel({ initial }: { initial: SecondFactorView }) {
  const { data = initial, mutate } = useSWR<SecondFactorView, Error>(url, fetchJson, { fallbackData: initial, revalidateOnMount: false })
  const [offer, setOffer] = useState<OfferedSecondFactor | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const { problem, isSending, send } = useSending()
  const begin = () => send(async () => setOffer(await sendJson<OfferedSecondFactor>('POST', url, {})))
  const end = () =>
    send(async () => {
      await sendJson('DELETE', url, {})
      setCodes(null)
      await mutate()
    })
  const confirmed = (recoveryCodes: string[]) => {
    setOffer(null)
    setCodes(recoveryCodes)
    void mutate()
  }
  return (
    <Panel
      title="Second factor"
      aside="A code from an authenticator app, in addition to the password. A stolen password alone does not open your account."
    >
      <ProblemNote problem={problem} />
      {codes === null ? null : (
        <SecretOnce label="Your recovery codes" secret={codes.join('\n')}>
          Each code signs you in once without the app. Store them apart from your device: they are not shown again.
        </SecretOnce>
      )}
      {offer === null ? (
        <Standing view={data} isSending={isSending} onBegin={begin} onEnd={end} />
      ) : (
        <SecondFactorOffer offer={offer} onConfirmed={confirmed} onCancel={() => setOffer(null)} />
      )}
    </Panel>
  )
}

function Standing({
  view,
  isSending,
  onBegin,
  onEnd,
}: {
  view: SecondFactorView
  isSending: boolean
  onBegin: () => void
  onEnd: () => void
}) {
  const [isRequested, setRequested] = useState(false)
  if (!view.hasPassword)
    return (
      <p className="text-muted">
        You have no password here{view.provider === null ? '. Set one first.' : `: ${view.provider} asks for your second factor.`}
      </p>
    )
  if (!view.isOn) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <Button look="filled" possible={!isSending} onClick={onBegin}>
          Turn on…
        </Button>
        {view.isRequired ? <p className="text-sm text-muted">This console requires it of administrators.</p> : null}
      </div>
    )
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p role="status">
        <span className="text-green">✓ On.</span> {view.recoveryCodesLeft} of 10 recovery codes are left.
        {view.recoveryCodesLeft > 3 ? null : ' For new ones, turn the second factor off and on again.'}
      </p>
      {isRequested ? (
        <>
          <Button
            small
            look="danger"
            possible={!isSending}
            onClick={() => {
              setRequested(false)
              onEnd()
            }}
          >
            Turn off, discard recovery codes
          </Button>
          <Button small onClick={() => setRequested(false)}>
            Keep it on
          </Button>
        </>
      ) : (
        <Button small possible={!isSending} onClick={() => setRequested(true)}>
          Turn off…
        </Button>
      )}
    </div>
  )
}
