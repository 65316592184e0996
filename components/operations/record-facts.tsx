import Link from 'next/link'
import { Fact, Facts } from '@/components/ui/facts'
import { ShortId } from '@/components/ui/short-id'
import { DateAndTime, Duration, Since } from '@/components/ui/time'
import { useActor } from '@/lib/client/use-actor'
import { canActAs } from '@/lib/model/actor'
import type { OperationRecord } from '@/lib/model/operation'
import { toActivityLink, toTook } from './record-words'

const sorts = { person: '', key: ' (API key)', system: ' (this console)' } as const

export function RecordFacts({ record }: { record: OperationRecord }) {
  const took = toTook(record)
  const mayAudit = canActAs(useActor(), 'administrator')
  const { by, reason, startedAt, abortedBy, plan, target, id } = record
  return (
    <Facts>
      <Fact name="Started by">
        {by.name}
        {sorts[by.kind]}
      </Fact>
      <Fact name="Reason">{reason ?? <span className="text-muted">none given</span>}</Fact>
      {target === null ? null : (
        <Fact name="Target">
          <span className="font-mono text-xs">{target}</span>
        </Fact>
      )}
      <Fact name="Started">
        <DateAndTime at={startedAt} />
      </Fact>
      <Fact name={took === null ? 'Running for' : 'Duration'}>{took === null ? <Since at={startedAt} /> : <Duration ms={took} />}</Fact>
      {abortedBy === null ? null : <Fact name="Aborted by">{abortedBy}</Fact>}
      <Fact name="Valid only while leader session is">
        {plan.expectedLeaderSessionId === null ? 'no leader' : <ShortId id={plan.expectedLeaderSessionId} />}
      </Fact>
      <Fact name="Activity">
        <Link className="link" href={toActivityLink(record)}>
          {mayAudit ? 'Activity and audit during this operation' : 'Activity during this operation'}
        </Link>
      </Fact>
      <Fact name="Operation">
        <ShortId id={id} />
      </Fact>
    </Facts>
  )
}
