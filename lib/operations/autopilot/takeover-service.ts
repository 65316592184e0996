import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Journal } from '@/lib/journal/dialect'
import type { AutopilotView } from '@/lib/model/operation-answers'
import type { UnderstudyConsole } from '@/lib/observer/console'
import type { Operations } from '../operations'
import { createClusterGround, type ClusterGround } from '../takeover/cluster-ground'
import { startKeeper, type Keeper } from '../takeover/keeper'
import { createNotesReader } from '../takeover/notes-reader'
import { startAutopilot, type Autopilot } from './autopilot'
import { findOurDoingUntil, RECENT } from './our-doing'
import { closeRuns, readClustersOn, readRuns, readSettings } from './autopilot-store'
import { createLeaderWatch, type LeaderWatch } from './leader-watch'
import { tellWhenChanged } from './tell-when-changed'
import { toAutopilotView } from './to-view'

export interface TakeoverServiceInput {
  console: UnderstudyConsole
  operations: Operations
  getJournal(): Promise<Journal>
  dataDir: string
  environment: NodeJS.ProcessEnv
  log: Logger
  /** What this process alone knows of an autopilot's view is another now; what is written down is told by the journal. */
  onChange(): void
}

/** Beside the operations: notes who is who while all is well, and acts by itself where that was asked for. */
export interface TakeoverService {
  /** null: there is no such cluster. */
  findAutopilot(clusterId: string): Promise<AutopilotView | null>
  /** Settings were changed here: they count at once. */
  refresh(): Promise<void>
  close(): Promise<void>
}

interface Cluster {
  ground: ClusterGround
  keeper: Keeper
  watch: LeaderWatch
  autopilot: Autopilot
  stopLooking: () => void
}

/** Another console may have turned an autopilot on or off. */
const LOOK_MS = 5_000

export function startTakeoverService(input: TakeoverServiceInput): TakeoverService {
  const { console, operations, getJournal, log, onChange } = input
  const holder = randomUUID()
  const readNotes = createNotesReader(getJournal)
  const clusters = new Map<string, Cluster>()
  let on: ReadonlySet<string> = new Set()

  function start(clusterId: string): Cluster {
    const ground = createClusterGround(console, clusterId, input)
    const shared = { clusterId, console, getJournal, log, getHosts: ground.getHosts, getPlace: ground.getPlace }
    const look = tellWhenChanged(
      () => [keeper.readiness(), watch.isWatching, console.findSnapshot(clusterId)?.snapshot.operation?.id ?? null],
      onChange,
    )
    const watch = createLeaderWatch(ground.getHosts, log, look)
    const keeper: Keeper = startKeeper({
      ...shared,
      readNotes,
      onChange: () => {
        clusters.get(clusterId)?.autopilot.look(on.has(clusterId))
        look()
      },
    })
    const autopilot = startAutopilot({ ...shared, operations, keeper, watch, holder })
    return { ground, keeper, watch, autopilot, stopLooking: console.subscribe(clusterId, look) ?? (() => undefined) }
  }
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
  async function end(id: string, { ground, keeper, autopilot, stopLooking }: Cluster): Promise<void> {
    clusters.delete(id)
    stopLooking()
    autopilot.close()
    keeper.close()
    console.tellFenced(id, null)
    console.tellHolders(id, [])
    onChange()
    await ground.close()
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
  const timer = setInterval(() => void looking(), LOOK_MS)
  timer.unref()
  return {
    findAutopilot: (clusterId) => findView(input, clusterId, clusters.get(clusterId)),
    refresh,
    async close() {
      clearInterval(timer)
      stopFleet()
      await Promise.all([...clusters].map(([id, cluster]) => end(id, cluster)))
    },
  }
}

/** @param cluster undefined: this console does not act on its hosts */
async function findView(
  { console, operations, getJournal }: TakeoverServiceInput,
  clusterId: string,
  cluster: Cluster | undefined,
): Promise<AutopilotView | null> {
  if (!console.findSettings(clusterId)) return null
  const journal = await getJournal()
  const [settings, runs, emergency, last] = await Promise.all([
    readSettings(journal, clusterId),
    readRuns(journal, clusterId),
    operations.findEmergencyStop(),
    operations.list({ clusterId, limit: RECENT }),
  ])
  const now = Date.now()
  return toAutopilotView({
    settings,
    runs,
    isStopped: emergency !== null,
    isWatching: cluster?.watch.isWatching ?? false,
    readiness: cluster?.keeper.readiness() ?? null,
    oursUntil: findOurDoingUntil(last, now),
    now,
  })
}
