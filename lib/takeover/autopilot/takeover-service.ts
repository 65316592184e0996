import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Journal } from '@/lib/journal/dialect'
import type { AutopilotView } from '@/lib/model/autopilot-view'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { Operations } from '@/lib/operations/run/operations'
import { createNotesReader } from '../notes/notes-reader'
import { closeRuns, readClustersOn } from './autopilot-store'
import { startClusterTakeovers, type ClusterTakeovers } from './cluster-takeovers'
import { findAutopilotView } from './find-autopilot-view'

export interface TakeoverServiceInput {
  console: UnderstudyConsole
  operations: Operations
  getJournal(): Promise<Journal>
  dataDir: string
  environment: NodeJS.ProcessEnv
  log: Logger
  /** Called when the part of an autopilot's view changed that only this process knows; the journal notifies of what is recorded. */
  onChange(): void
}

/** Works beside the operations: identifies processes while all is well, and acts by itself where that was turned on. */
export interface TakeoverService {
  /** null: there is no such cluster. */
  findAutopilot(clusterId: string): Promise<AutopilotView | null>
  /** Settings were changed here: they apply at once. */
  refresh(): Promise<void>
  close(): Promise<void>
}

/** Another console may have turned an autopilot on or off. */
const lookMs = 5_000

export function startTakeoverService(input: TakeoverServiceInput): TakeoverService {
  const { console, operations, getJournal, log, onChange } = input
  const holder = randomUUID()
  const readIdentityNotes = createNotesReader(getJournal)
  const clusters = new Map<string, ClusterTakeovers>()
  let on: ReadonlySet<string> = new Set()

  const start = (clusterId: string) =>
    startClusterTakeovers({ ...input, clusterId, readIdentityNotes, holder, isOn: () => on.has(clusterId) })
  function takeClusters(): void {
    const wanted = new Set(
      console
        .clusters()
        .map(({ id }) => id)
        .filter((id) => console.findSettings(id)?.hosts.control !== 'none'),
    )
    for (const id of wanted) if (!clusters.has(id)) clusters.set(id, start(id))
    for (const [id, cluster] of clusters) if (!wanted.has(id)) void end(id, cluster)
  }
  async function end(id: string, cluster: ClusterTakeovers): Promise<void> {
    clusters.delete(id)
    cluster.stop()
    console.publishFenced(id, null)
    console.publishHolders(id, [])
    onChange()
    await cluster.takeoverContext.close()
  }
  async function refresh(): Promise<void> {
    const journal = await getJournal()
    on = await readClustersOn(journal)
    for (const [id, { autopilot }] of clusters) autopilot.look(on.has(id))
    await closeRuns(journal, (id) => operations.find(id))
  }
  const looking = () => refresh().catch((error: unknown) => log.debug({ err: error }, 'Which autopilots are on is not known'))
  const stopFleet = console.subscribeFleet((summary) => summary === null && takeClusters())
  takeClusters()
  void looking()
  const timer = setInterval(() => void looking(), lookMs)
  timer.unref()
  return {
    findAutopilot: (clusterId) => findAutopilotView(input, clusterId, clusters.get(clusterId)),
    refresh,
    async close() {
      clearInterval(timer)
      stopFleet()
      await Promise.all([...clusters].map(([id, cluster]) => end(id, cluster)))
    },
  }
}
