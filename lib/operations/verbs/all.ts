import 'server-only'
import type { OperationKind } from '@/lib/model/operation-kinds'
import type { Verb } from '../run/verb'
import { backUpDangling } from './back-up-dangling'
import { continueJobManager } from './continue-jobmanager'
import { fencedTakeover } from './fenced-takeover'
import { forgetJob } from './forget-job'
import { handOver } from './hand-over'
import { removeDangling } from './remove-dangling'
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

/** One verb for each kind: a kind without one does not compile. */
const verbOf: { readonly [Kind in OperationKind]: Verb<Kind> } = {
  'start-quorum': startQuorum,
  'stop-quorum': stopQuorum,
  'start-member': startMember,
  'stop-member': stopMember,
  'restart-member': restartMember,
  'rolling-restart-quorum': rollingRestartQuorum,
  'start-cluster': startCluster,
  'stop-cluster': stopCluster,
  'start-jobmanager': startJobManager,
  'stop-jobmanager': stopJobManager,
  'restart-jobmanager': restartJobManager,
  'continue-jobmanager': continueJobManager,
  'rolling-restart-jobmanagers': rollingRestartJobManagers,
  'start-taskmanager': startTaskManager,
  'stop-taskmanager': stopTaskManager,
  'restart-taskmanager': restartTaskManager,
  'hand-over': handOver,
  'fenced-takeover': fencedTakeover,
  'back-up-dangling': backUpDangling,
  'remove-dangling': removeDangling,
  'forget-job': forgetJob,
  'restore-dangling': restoreDangling,
}

export const verbs: readonly Verb[] = Object.values(verbOf)
