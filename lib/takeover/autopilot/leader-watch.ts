import 'server-only'
import type { Logger } from 'pino'
import type { ProcessIdentity } from '../decide/process-look'
import { createExitWatch, type ExitWatch } from '@/lib/sources/hosts/watch-exits'
import type { ClusterHosts } from '@/lib/operations/run/verb'

/** Watches one process at a time: the leader's. */
export interface LeaderWatch {
  follow(identity: ProcessIdentity, onExit: () => void): void
  forget(): void
  /** Whether its host confirms that it is watching now. */
  readonly isWatching: boolean
}

/**
 * One waiting command on the leader's host, which reports when the process is gone.
 * @param onChange called when it starts or stops being watched
 */
export function createLeaderWatch(getHosts: () => Promise<ClusterHosts | null>, log: Logger, onChange: () => void): LeaderWatch {
  let turn = 0
  let watch: ExitWatch | null = null
  let isWatching = false

  function note(isWatched: boolean): void {
    if (isWatched === isWatching) return
    isWatching = isWatched
    onChange()
  }
  function forget(): void {
    turn += 1
    watch?.close()
    watch = null
    note(false)
  }
  async function begin(mine: number, { host, pid, startTicks, bootId }: ProcessIdentity, onExit: () => void): Promise<void> {
    const hosts = await getHosts()
    if (!hosts || mine !== turn) return
    watch = createExitWatch(hosts.runner)
    watch.watchExit(
      { host, pid, start: startTicks, boot: bootId, command: '' },
      {
        onExit: () => mine === turn && onExit(),
        onLost: (reason) => {
          note(false)
          log.warn({ host, pid }, `The leader’s process is not watched: ${reason}`)
        },
        onWatched: () => note(true),
      },
    )
  }
  return {
    get isWatching() {
      return isWatching
    },
    follow(identity, onExit) {
      forget()
      const mine = turn
      void begin(mine, identity, onExit).catch((error: unknown) => log.warn({ err: error }, 'The leader’s process is not watched'))
    },
    forget,
  }
}
