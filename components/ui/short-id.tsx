'use client'
import { useState } from 'react'
import { toShortId } from './amount-text'
import { classNames } from './class-names'

/** An id shortened in the middle; a click copies the whole, hover and focus show it. */
export function ShortId({ id, head, tail, className }: { id: string; head?: number; tail?: number; className?: string }) {
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null)
  const copy = () => {
    navigator.clipboard.writeText(id).then(
      () => setCopied('yes'),
      () => setCopied('no'),
    )
  }
  const after = copied === 'yes' ? 'Copied' : copied === 'no' ? 'The browser did not allow copying' : 'Click to copy'
  return (
    <button
      type="button"
      onClick={copy}
      onBlur={() => setCopied(null)}
      onPointerLeave={() => setCopied(null)}
      data-tip={`${id}\n${after}`}
      className={classNames('rounded-sm font-mono text-xs hover:underline', className)}
    >
      {toShortId(id, head, tail)}
      <span className="sr-only">, copy</span>
      <span role="status" className="sr-only">
        {copied === null ? '' : after}
      </span>
    </button>
  )
}
