import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Journal } from '@/lib/journal/dialect'
import { findLeaseHolder, renewLease, tryLease } from '@/lib/journal/leases'
import { findRunOf, readSettings, toExitLease, type RunOfLeader } from './autopilot-store'

/** One console acts on one exit, or reports why not, as long as it has the exit's lease. */
export interface HeldExit {
  /** A run left by a console that died before it began the takeover; null: none. */
  readonly leftRun: number | null
  /** False: another console took this one for dead. */
  isHeld(): Promise<boolean>
  /** The outcome is recorded: consoles that see the same exit a little later ignore it. */
  close(): Promise<void>
}

interface ExitToTake {
  journal: Journal
  clusterId: string
  exit: { leaderSessionId: string; at: number }
  /** Names this process among replicas. */
  holder: string
}

/** Short: the work that a dead console left has to be done before the dead leader's session ends (27 to 42 s by default). */
const leaseMs = 10_000
const renewMs = 3_000
const lookAgainMs = 500
const toldMs = 60_000
/** Two consoles see one exit within this time, their clocks included. */
const sameExitMs = 15_000

/**
 * Waits as long as another console acts; if that one ends before it began the takeover or reported why not, this one goes on.
 * @returns null: another console reported it, or the autopilot was turned off
 */
export async function takeExit({ journal, clusterId, exit, holder }: ExitToTake): Promise<HeldExit | null> {
  const name = toExitLease(clusterId, exit.leaderSessionId)
  // The leader's exit before was a false alarm, and this console reported it: this is another exit.
  const isNext = (await findLeaseHolder(journal, name)) === holder
  const findRun = async () => (isNext ? null : toSameExit(await findRunOf(journal, clusterId, exit.leaderSessionId), exit.at))
  while (!(await tryLease(journal, name, holder, leaseMs))) {
    if (isNotified(await findRun()) || !(await readSettings(journal, clusterId)).isOn) return null
    await sleep(lookAgainMs)
  }
  const run = await findRun()
  const close = async () => void (await renewLease(journal, name, holder, toldMs))
  if (isNotified(run)) return close().then(() => null)
  const timer = setInterval(() => void renewLease(journal, name, holder, leaseMs).catch(() => undefined), renewMs)
  timer.unref()
  return {
    leftRun: run?.id ?? null,
    isHeld: () => renewLease(journal, name, holder, leaseMs),
    close() {
      clearInterval(timer)
      return close()
    },
  }
}

function toSameExit(run: RunOfLeader | null, exitAt: number): RunOfLeader | null {
  return run !== null && run.at > exitAt - sameExitMs ? run : null
}

/** Its operation may report it too: an operation that was begun is never begun again by another console. */
function isNotified(run: RunOfLeader | null): boolean {
  return run !== null && (run.result !== 'running' || run.operationId !== null)
}
