import 'server-only'
import { toPreciseDurationText } from '@/lib/base/durations'
import { toLastPlain } from '@/lib/model/plain-text'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { toShellWords } from '@/lib/sources/hosts/shell-words'
import type { RunResult } from '@/lib/sources/hosts/runner'
import { OperationError, type ClusterHosts, type StepContext } from './verb'

export interface StepContextInput {
  id: string
  clusterId: string
  console: UnderstudyConsole
  hosts: ClusterHosts
  /** Aborted with an OperationError as its reason. */
  signal: AbortSignal
  expectedLeaderSessionId: string | null
  say(text: string): void
}

const commandMs = 60_000
/** What is missing in the snapshot may exist. */
const notHeard = ', as far as is known: ZooKeeper is not heard now'
/** Characters of a failing command's output, for the sentence. */
const mostSaid = 300

export function createStepContext(input: StepContextInput): StepContext {
  const { console, clusterId, signal, say } = input
  let expected = input.expectedLeaderSessionId
  const snapshot = () => getSnapshot(console, clusterId)
  return {
    id: input.id,
    signal,
    snapshot,
    say,
    async run(host, argv, { deadlineMs = commandMs, env, allowFailure = false } = {}) {
      signal.throwIfAborted()
      say(`${host}$ ${toShellWords(argv).slice(0, 2_000)}\n`)
      const result = await input.hosts.runner.run(host, argv, { deadlineMs, env, signal, onOutput: say })
      if (result.code !== 0 && !allowFailure) throw failed(host, argv, result)
      return result
    },
    waitUntil: (look, { withinMs }) => waitUntil(console, clusterId, look, withinMs, signal),
    assertSameLeader() {
      signal.throwIfAborted()
      const now = snapshot().leader?.leaderSessionId ?? null
      if (now === expected) return
      throw new OperationError(
        'leader-changed',
        `The leader is not the one this was planned on: ${toWho(now)} instead of ${toWho(expected)}. Nothing more was done. Look at the cluster and plan anew.`,
      )
    },
    expectLeader: (leaderSessionId) => void (expected = leaderSessionId),
  }
}

function getSnapshot(console: UnderstudyConsole, clusterId: string): ClusterSnapshot {
  const found = console.findSnapshot(clusterId)
  if (!found)
    throw new OperationError('not-seen', `The cluster “${clusterId}” is no longer among the settings, so nothing can be seen of it.`)
  return found.snapshot
}

function toWho(leaderSessionId: string | null): string {
  return leaderSessionId === null ? 'none' : leaderSessionId.slice(0, 8)
}

function failed(host: string, argv: readonly string[], { code, stdout, stderr }: RunResult): OperationError {
  const said = toLastPlain(stderr.trim() || stdout.trim(), mostSaid)
  return new OperationError(
    'command-failed',
    `“${(argv[0] ?? '').slice(0, 200)}” on ${host} ended with ${code === null ? 'a signal' : `code ${code}`}${said === '' ? '' : `: ${said}`}.`,
  )
}

/** Ends when the snapshot shows it, at the deadline, or with the signal. */
function waitUntil(
  console: UnderstudyConsole,
  clusterId: string,
  look: (snapshot: ClusterSnapshot) => string | null,
  withinMs: number,
  signal: AbortSignal,
): Promise<ClusterSnapshot> {
  return new Promise((resolve, reject) => {
    let missing = 'nothing was seen'
    let isHeard = true
    let stop: (() => void) | null = null
    let isOver = false
    const end = (then: () => void) => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      // The first call comes from within subscribe, before there is anything to stop.
      queueMicrotask(() => stop?.())
      then()
    }
    const abort = () => end(() => reject(signal.reason))
    const timer = setTimeout(
      () =>
        end(() =>
          reject(
            new OperationError('not-seen', `Not seen within ${toPreciseDurationText(withinMs)}: ${missing}${isHeard ? '' : notHeard}.`),
          ),
        ),
      withinMs,
    )
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) return abort()
    stop = console.subscribe(clusterId, ({ snapshot }) => {
      if (isOver) return
      isHeard = snapshot.sources.zookeeper.state === 'live' || snapshot.sources.zookeeper.state === 'off'
      try {
        const still = look(snapshot)
        if (still === null) end(() => resolve(snapshot))
        else missing = still
      } catch (error) {
        end(() => reject(error))
      }
    })
    if (stop === null) end(() => reject(new OperationError('not-seen', `The cluster “${clusterId}” is no longer among the settings.`)))
  })
}
