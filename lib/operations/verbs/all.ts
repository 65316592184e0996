import 'server-only'
import type { Verb } from '../run/verb'
import { backUpDangling, removeDangling } from './dangling'
import { fencedTakeover } from './fenced-takeover'
import { handOver } from './hand-over'
import { restoreDangling } from './restore-dangling'
import { restartJobManager } from './restart-jobmanager'
import { restartMember } from './restart-member'
import { restartTaskManager } from './restart-taskmanager'
import { rollingRestartJobManagers } from './rolling-restart-jobmanagers'
import { rollingRestartQuorum } from './rolling-restart-quorum'
import { startCluster } from './start-cluster'
import { startJobManager } from './start-jobmanager'
import { startMember } from './start-member'
import { startQuorum } from './start-quorum'
import { startTaskManager } from './start-taskmanager'
import { stopCluster } from './stop-cluster'
import { stopJobManager } from './stop-jobmanager'
import { stopMember } from './stop-member'
import { stopQuorum } from './stop-quorum'
import { stopTaskManager } from './stop-taskmanager'

/** One file a kind; a kind without one is refused. */
export const verbs: readonly Verb[] = [
  startQuorum,
  stopQuorum,
  startMember,
  stopMember,
  restartMember,
  rollingRestartQuorum,
  startCluster,
  stopCluster,
  startJobManager,
  stopJobManager,
  restartJobManager,
  rollingRestartJobManagers,
  startTaskManager,
  stopTaskManager,
  restartTaskManager,
  handOver,
  fencedTakeover,
  backUpDangling,
  removeDangling,
  restoreDangling,
]
