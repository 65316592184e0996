'use client'
import { useLayoutEffect, useRef, useState } from 'react'
import { toCount } from '@/lib/base/counts'

/** The output of a step's commands. It follows the end until the reader scrolls away from it, and again when they scroll back. */
export function StepOutput({ title, output, dropped, running }: { title: string; output: string; dropped: number; running: boolean }) {
  const box = useRef<HTMLPreElement>(null)
  const [follows, setFollows] = useState(true)
  useLayoutEffect(() => {
    if (follows && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [output, follows])
  const onScroll = () => {
    const pre = box.current
    if (pre) setFollows(pre.scrollHeight - pre.scrollTop - pre.clientHeight < 8)
  }
  if (output === '') return null
  return (
    <div className="mt-2">
      {dropped > 0 ? <p className="mb-1 text-xs text-muted">{toCount(dropped, 'character')} before this were left out.</p> : null}
      <pre
        ref={box}
        role="region"
        aria-label={`Output of: ${title}`}
        tabIndex={0}
        onScroll={onScroll}
        className="max-h-64 overflow-auto rounded-sm border border-line bg-paper px-3 py-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {output}
      </pre>
      {running && !follows ? (
        <button type="button" className="link mt-1 text-xs" onClick={() => setFollows(true)}>
          Follow the end again
        </button>
      ) : null}
    </div>
  )
}
