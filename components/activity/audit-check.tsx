'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState } from 'react'
import { toMessage } from '@/lib/base/errors'
import { Button } from '@/components/ui/button'
import { fetchJson } from '@/lib/client/fetch-json'
import type { AuditProof } from '@/lib/model/audit-proof'

type CheckResult = { proof: AuditProof } | { problem: string } | null

/** For administrators: makes the server read the whole audit and shows the result in a sentence. */
export function AuditCheck() {
  const [result, setResult] = useState<CheckResult>(null)
  const [isReading, setReading] = useState(false)
  const check = () => {
    setReading(true)
    setResult(null)
    fetchJson<AuditProof>(apiPaths.auditCheck)
      .then(
        (proof) => setResult({ proof }),
        (error: unknown) => setResult({ problem: toMessage(error) }),
      )
      .finally(() => setReading(false))
  }
  return (
    <section aria-label="The audit" className="flex flex-wrap items-baseline gap-x-4 gap-y-2">
      <Button small onClick={check} possible={!isReading}>
        Verify the audit log
      </Button>
      <div role="status" className="min-w-0 flex-1 basis-80 text-sm">
        {isReading ? (
          <p className="text-muted">Reading every line…</p>
        ) : result === null ? (
          <p className="text-muted">Hash-chained: tampering is detected.</p>
        ) : (
          <Result result={result} />
        )}
      </div>
    </section>
  )
}

function Result({ result }: { result: Exclude<CheckResult, null> }) {
  if ('problem' in result)
    return (
      <p data-audit="unknown" className="text-amber-ink">
        <span aria-hidden="true">◆ </span>The audit log could not be verified. {result.problem}
      </p>
    )
  const { brokenAt, sentence, lines, head } = result.proof
  if (brokenAt !== null)
    return (
      <p data-audit="broken" className="text-red">
        <span aria-hidden="true">▲ </span>
        {sentence}
      </p>
    )
  return (
    <div data-audit="whole">
      <p>
        <span aria-hidden="true" className="text-green">
          ✓{' '}
        </span>
        {sentence}
      </p>
      {lines === 0 ? null : (
        <p className="mt-0.5 text-xs text-muted [overflow-wrap:anywhere]">
          Keep a copy of the last one elsewhere:{' '}
          <code className="font-mono">
            {lines}:{head}
          </code>
          . Only that copy shows later whether lines were cut off or rewritten:{' '}
          <code className="font-mono">npx understudy audit verify --known {lines}:…</code>
        </p>
      )}
    </div>
  )
}
