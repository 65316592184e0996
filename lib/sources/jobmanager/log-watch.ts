import 'server-only'
import type { Clock } from '@/lib/base/clock'
import type { JobManagerFacts } from '@/lib/model/facts'
import { readOwnLog } from './own-log'
import type { RestTarget } from './rest-client'

const leastBetweenLogsMs = 5_000
const logRetryMs = 120_000

type LogState =
  | 'wanted'
  | 'reading'
  /** Read, and wanted once more since that began. */
  | 'reading-wanted'
  | 'read'
  /** Tried, and tried again after a while. */
  | 'failed'

type LogEvent = 'want' | 'spare' | 'begin' | 'end' | 'fail' | 'drop'

const transitions: Readonly<Record<LogState, Partial<Record<LogEvent, LogState>>>> = {
  wanted: { begin: 'reading', spare: 'read' },
  reading: { want: 'reading-wanted', end: 'read', fail: 'failed', drop: 'wanted' },
  'reading-wanted': { spare: 'reading', end: 'wanted', fail: 'wanted', drop: 'wanted' },
  read: { want: 'wanted' },
  failed: { want: 'wanted', begin: 'reading' },
}

interface LogWatchEvents {
  onRequest(): void
  onRead(sessions: JobManagerFacts['sessions']): void
}

/** When a JobManager's own log is read: when its session may be another one, and not too often. */
export class LogWatch {
  private state: LogState = 'wanted'
  private readAt = -Infinity

  constructor(
    private readonly target: RestTarget,
    private readonly clock: Clock,
    private readonly events: LogWatchEvents,
  ) {}

  /** It has a new session line, or is another one. */
  want(): void {
    this.go('want')
  }

  /** It is not served. */
  spare(): void {
    this.go('spare')
  }

  readIfWanted(signal: AbortSignal): void {
    const age = this.clock.now() - this.readAt
    const isWanted = this.state === 'wanted' || (this.state === 'failed' && age >= logRetryMs)
    if (!isWanted || age < leastBetweenLogsMs) return
    this.go('begin')
    this.readAt = this.clock.now()
    this.events.onRequest()
    void readOwnLog(this.target, this.clock, signal).then((sessions) => {
      if (signal.aborted) return this.go('drop')
      this.go(sessions.known ? 'end' : 'fail')
      this.events.onRead(sessions)
    })
  }

  private go(event: LogEvent): void {
    this.state = transitions[this.state][event] ?? this.state
  }
}
