'use client'
import { toBytesText } from '@/components/ui/amount-text'
import { tip } from '@/components/ui/tip'
import { toFullSentence } from '@/components/ui/words'
import type { Pointer } from '@/lib/model/snapshot'
import { targetWords } from './job-words'

/** Where a pointer leads and whether its file exists. `short`: shape only, the words are in the tip. */
export function TargetMark({ pointer, short = false }: { pointer: Pointer; short?: boolean }) {
  const { word, shape, className } = targetWords[pointer.target]
  const words = pointer.handle === 'inline' ? 'state in ZooKeeper' : word
  const saying = [pointer.path ?? pointer.znode, toFullSentence(pointer.detail)].join('\n')
  return (
    <span {...tip(saying, pointer.checkedAt ?? undefined)}>
      {short ? (
        <>
          {pointer.bytes === null ? '' : `${toBytesText(pointer.bytes)} `}
          <span aria-hidden="true" className={className}>
            {shape}
          </span>
          <span className="sr-only">{words}</span>
        </>
      ) : (
        <span className={pointer.target === 'present' ? '' : className}>{words}</span>
      )}
    </span>
  )
}
