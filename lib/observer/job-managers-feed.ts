import 'server-only'
import type { MasterLine } from '@/lib/flink/configuration/masters'
import type { JobManagerFacts } from '@/lib/model/facts'
import { unknown } from '@/lib/model/observed'
import { watchJobManager } from '@/lib/sources/jobmanager/watch-job-manager'
import type { Changed, FactFeed, GatheredFacts, Urgency } from './feed'
import type { JobManagerWatch } from '@/lib/sources/jobmanager/watched-master'

const recheckMs = 300

export interface JobManagersFeed extends FactFeed {
  refresh(master: string, reason: 'tree-changed' | 'term-changed' | 'session-changed'): void
  requests(): number
}

/**
 * One watch per line of masters, in the file's order.
 * @param mayAskLeader called before each request for the leader’s data (leader-data-right.ts)
 */
export function startJobManagersFeed(
  facts: GatheredFacts,
  lines: readonly MasterLine[],
  mayAskLeader: (master: string) => boolean,
  changed: Changed,
): JobManagersFeed {
  const watches = new Map<string, JobManagerWatch>()
  const slots = lines.map((line) => ({ line, facts: toUnwatched(line) }))
  const rechecks = new Set<NodeJS.Timeout>()
  const takeAll = () => (facts.jobManagers = slots.map((slot) => slot.facts))
  /** A broken link is refused or open again within milliseconds; only for a host that stays silent a snapshot of its own is needed. */
  const recheck = () => {
    const timer = setTimeout(() => (rechecks.delete(timer), changed('urgent')), recheckMs)
    rechecks.add(timer)
  }
  for (const slot of slots) {
    const { master, host, port } = slot.line
    if (port === null) continue
    const watch = watchJobManager(
      { master, host, port },
      {
        askLeaderData: () => mayAskLeader(master),
        onChange: (next) => {
          const urgency = toUrgency(slot.facts, next)
          slot.facts = next
          takeAll()
          if (urgency === 'recheck') recheck()
          else changed(urgency)
        },
      },
    )
    slot.facts = watch.facts
    watches.set(master, watch)
  }
  takeAll()
  return {
    refresh: (master, reason) => watches.get(master)?.refresh(reason),
    requests: () => [...watches.values()].reduce((sum, watch) => sum + watch.requests, 0),
    close: () => {
      for (const timer of rechecks) clearTimeout(timer)
      for (const watch of watches.values()) watch.close()
    },
  }
}

/** A broken link, a proven session and a changed address affect who leads; a heartbeat does not. */
function toUrgency(before: JobManagerFacts, next: JobManagerFacts): Urgency | 'recheck' {
  if (before.link.state === 'open' && next.link.state === 'connecting') return 'recheck'
  if (before.link.state !== next.link.state || before.link.detail !== next.link.detail) return 'urgent'
  if (!isSameFact(before.own, next.own) || !isSameFact(before.sessions, next.sessions)) return 'urgent'
  if (!isSameFact(before.jobs, next.jobs) || !isSameFact(before.taskManagers, next.taskManagers)) return 'bulk'
  return before.checkpoints === next.checkpoints ? 'quiet' : 'bulk'
}

type Fact = { known: true; value: unknown } | { known: false; reason: string }

function isSameFact(before: Fact, next: Fact): boolean {
  if (before === next) return true
  if (before.known && next.known) return before.value === next.value || JSON.stringify(before.value) === JSON.stringify(next.value)
  return !before.known && !next.known && before.reason === next.reason
}

function toUnwatched({ master, line }: MasterLine): JobManagerFacts {
  const now = Date.now()
  const detail = `line ${line} of the masters file names no web UI port, so Flink picks a random one and nothing can be asked there`
  return {
    master,
    link: { state: 'unresolved', since: now, detail, latencyMs: null, heardAt: null },
    leaderlessSince: null,
    serving: null,
    own: unknown('jobManagers', now, detail),
    sessions: unknown('jobManagers', now, detail),
    jobs: unknown('jobManagers', now, detail),
    checkpoints: new Map(),
    failures: new Map(),
    taskManagers: unknown('jobManagers', now, detail),
  }
}
