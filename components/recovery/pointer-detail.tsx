'use client'
import { toBytesText, toCountText } from '@/components/ui/amount-text'
import { toDurationText } from '@/lib/base/durations'
import { Fact, Facts } from '@/components/ui/facts'
import { ShortId } from '@/components/ui/short-id'
import { Ago, TimeOfDay } from '@/components/ui/time'
import { toFullSentence, Words } from '@/components/ui/words'
import type { Pointer, RecoveryJob } from '@/lib/model/snapshot'
import { targetWords } from './job-words'

/** Everything ZooKeeper has of one job, pointer by pointer, with the file each leads to. */
export function PointerDetail({ job }: { job: RecoveryJob }) {
  return (
    <div className="arrives grid gap-4 border-l-2 border-line-strong py-1 pl-4">
      <p className="text-muted">
        <Words text={toFullSentence(job.verdictDetail)} />
      </p>
      {job.graph === null ? null : <OnePointer title="Plan" pointer={job.graph} />}
      {[...job.checkpoints].reverse().map((one) => (
        <OnePointer
          key={one.checkpointId}
          title={`Checkpoint #${toCountText(one.checkpointId)}`}
          pointer={one.pointer}
          completedAt={one.completedAt}
        />
      ))}
      <Facts className="max-w-[440px]">
        <Fact name="Next checkpoint">
          {job.nextCheckpointId === null ? <span className="text-muted">not known</span> : `#${toCountText(job.nextCheckpointId)}`}
        </Fact>
        <Fact name="Interval">
          {job.checkpointIntervalMs === null ? <span className="text-muted">not known</span> : toDurationText(job.checkpointIntervalMs)}
        </Fact>
        <Fact name="Run by">{job.leaderMaster ?? <span className="text-muted">not known</span>}</Fact>
        <Fact name="Locks">
          {job.locks.length === 0
            ? 'none'
            : job.locks.map((lock) => (
                <span key={lock.znode} className="ml-2">
                  <ShortId id={lock.owner} head={6} /> {toOwnerWords(lock.alive)}
                </span>
              ))}
        </Fact>
      </Facts>
    </div>
  )
}

/** ZooKeeper keeps the lock of a dead process until its session ends. */
function toOwnerWords(alive: boolean | null) {
  if (alive === null) return 'process not known'
  return alive ? 'process runs' : <span className="text-amber-ink">process gone, session not ended</span>
}

function OnePointer({ title, pointer, completedAt }: { title: string; pointer: Pointer; completedAt?: string }) {
  const { word, shape, className } = targetWords[pointer.target]
  return (
    <div className="min-w-0">
      <p className="font-medium">
        {title}
        {completedAt === undefined ? null : (
          <span className="font-normal text-muted">
            {' '}
            · completed <TimeOfDay at={completedAt} />
          </span>
        )}
      </p>
      <p className="[overflow-wrap:anywhere]">
        <span aria-hidden="true" className={className}>
          {shape}
        </span>{' '}
        <span className={className}>{pointer.handle === 'inline' ? 'state in ZooKeeper' : word}</span>
        {pointer.bytes === null ? '' : ` · ${toBytesText(pointer.bytes)}`}
        {pointer.checkedAt === null ? null : (
          <>
            {' '}
            · checked <Ago at={pointer.checkedAt} />
          </>
        )}
      </p>
      {pointer.path === null ? null : <p className="font-mono text-xs [overflow-wrap:anywhere]">{pointer.path}</p>}
      <p className="font-mono text-xs text-muted [overflow-wrap:anywhere]">named by {pointer.znode}</p>
      {pointer.target === 'present' ? null : (
        <p className="text-muted">
          <Words text={toFullSentence(pointer.detail)} />
        </p>
      )}
    </div>
  )
}
