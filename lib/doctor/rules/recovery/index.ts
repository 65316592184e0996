import type { Rule } from '../../rule'
import { checkpointingOff } from './checkpointing-off'
import { checkpointsInMemory } from './checkpoints-in-memory'
import { failoverStrategy } from './failover-strategy'
import { heartbeatSession, heartbeatTimeout } from './heartbeats'
import { fewRestarts, noRestart } from './restarts'
import { stateBackend } from './state-backend'

export const recoveryRules: readonly Rule[] = [
  stateBackend,
  checkpointsInMemory,
  checkpointingOff,
  noRestart,
  fewRestarts,
  failoverStrategy,
  heartbeatTimeout,
  heartbeatSession,
]
