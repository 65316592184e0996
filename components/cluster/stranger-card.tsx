'use client'
import { toOrdinal } from '@/components/ui/amount-text'
import { Fact, Facts } from '@/components/ui/facts'
import { ShortId } from '@/components/ui/short-id'
import { Since } from '@/components/ui/time'
import { toFullSentence } from '@/components/ui/words'
import type { Stranger } from '@/lib/model/snapshot'

/** A contender that matches no line of the masters file. */
export function StrangerCard({ stranger }: { stranger: Stranger }) {
  return (
    <article data-master="" data-role="stranger" className="min-w-0 rounded-md border border-dashed border-amber bg-panel px-4 pt-3.5 pb-4">
      <p className="text-sm font-semibold text-amber-ink">
        <span aria-hidden="true">◆ </span>Stranger,{' '}
        {stranger.inLine === 0 ? 'in the leader’s place' : `${toOrdinal(stranger.inLine)} in line`}
      </p>
      <p className="mt-1 mb-2 text-sm text-muted">{toFullSentence(stranger.detail)}</p>
      <Facts>
        <Fact name="Session">
          <ShortId id={stranger.zkSessionId} head={12} />
        </Fact>
        <Fact name="There for">
          <Since at={stranger.since} />
        </Fact>
      </Facts>
    </article>
  )
}
