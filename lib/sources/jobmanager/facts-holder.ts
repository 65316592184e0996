import 'server-only'
import type { Clock } from '@/lib/base/clock'
import type { JobManagerFacts, LinkFacts } from '@/lib/model/facts'
import { unknown, type Observed } from '@/lib/model/observed'

/** Interval at which facts that only became newer are notified; changed facts are notified at once. */
const freshnessMs = 10_000

/** The newest facts of one JobManager, immutable, and when to notify of them. */
export class FactsHolder {
  facts: JobManagerFacts
  private reportedAt = 0

  constructor(
    master: string,
    private readonly clock: Clock,
    private readonly onChange: (facts: JobManagerFacts) => void,
  ) {
    const now = clock.now()
    const notYet = unknown('jobManagers', now, 'not asked yet')
    this.facts = {
      master,
      link: { state: 'connecting', since: now, detail: 'no answer yet', latencyMs: null, heardAt: null },
      leaderlessSince: null,
      serving: null,
      own: notYet,
      sessions: notYet,
      jobs: notYet,
      checkpoints: new Map(),
      failures: new Map(),
      taskManagers: notYet,
    }
  }

  setLink(state: LinkFacts['state'], detail: string): void {
    const { link } = this.facts
    if (link.state === state && link.detail === detail) return
    const since = link.state === state ? link.since : this.clock.now()
    const latencyMs = state === 'open' ? link.latencyMs : null
    this.change({ link: { ...link, state, since, detail, latencyMs } })
  }

  setLeaderlessSince(leaderlessSince: number | null): void {
    if (this.facts.leaderlessSince !== leaderlessSince) this.change({ leaderlessSince })
  }

  setServing(serving: boolean | null): void {
    if (this.facts.serving !== serving) this.change({ serving })
  }

  /** Called when bytes arrive from the process. */
  heard(latencyMs?: number): void {
    const { link } = this.facts
    this.refreshed({ link: { ...link, heardAt: this.clock.now(), latencyMs: latencyMs ?? link.latencyMs } })
  }

  setOwn(own: JobManagerFacts['own']): void {
    this.settle({ own }, this.facts.own, own)
  }

  setSessions(sessions: JobManagerFacts['sessions']): void {
    this.settle({ sessions }, this.facts.sessions, sessions)
  }

  setJobs(jobs: JobManagerFacts['jobs']): void {
    this.settle({ jobs }, this.facts.jobs, jobs)
  }

  setTaskManagers(taskManagers: JobManagerFacts['taskManagers']): void {
    this.settle({ taskManagers }, this.facts.taskManagers, taskManagers)
  }

  setCheckpoints(checkpoints: JobManagerFacts['checkpoints']): void {
    if (checkpoints !== this.facts.checkpoints) this.change({ checkpoints })
  }

  setFailures(failures: JobManagerFacts['failures']): void {
    if (failures !== this.facts.failures) this.change({ failures })
  }

  private settle(part: Partial<JobManagerFacts>, before: Observed<unknown>, next: Observed<unknown>): void {
    if (isSame(before, next)) this.refreshed(part)
    else this.change(part)
  }

  private refreshed(part: Partial<JobManagerFacts>): void {
    this.facts = { ...this.facts, ...part }
    if (this.clock.now() - this.reportedAt >= freshnessMs) this.notify()
  }

  private change(part: Partial<JobManagerFacts>): void {
    this.facts = { ...this.facts, ...part }
    this.notify()
  }

  private notify(): void {
    this.reportedAt = this.clock.now()
    this.onChange(this.facts)
  }
}

function isSame(before: Observed<unknown>, next: Observed<unknown>): boolean {
  if (before.known && next.known) return before.detail === next.detail && JSON.stringify(before.value) === JSON.stringify(next.value)
  return !before.known && !next.known && before.reason === next.reason
}
