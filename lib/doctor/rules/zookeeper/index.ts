import type { Rule } from '../../rule'
import { connectionTimeout, noRetry } from './client-timeouts'
import { dataDir } from './data-dir'
import { defaultRoot } from './default-root'
import { differingJobManagers } from './differing-job-managers'
import { duplicateId } from './duplicate-id'
import { evenMembers } from './even-members'
import { grantedTimeout } from './granted-timeout'
import { leftOutMember } from './left-out-member'
import { localMember } from './local-member'
import { localQuorum } from './local-quorum'
import { longSession } from './long-session'
import { memberId } from './member-id'
import { modeOff } from './mode-off'
import { securePort } from './secure-port'
import { sessionBounds } from './session-bounds'
import { sessionTimeout } from './session-timeout'
import { sharedHost } from './shared-host'
import { sharedRoot } from './shared-root'
import { silentMembers } from './silent-members'
import { singleMember } from './single-member'
import { foreignContenders, unlistedContenders } from './strangers'
import { suspendedConnections } from './suspended-connections'
import { templateLine } from './template-line'
import { unknownMember } from './unknown-member'
import { unresolvedMember } from './unresolved-member'
import { unsetLimits } from './unset-limits'

export const zookeeperRules: readonly Rule[] = [
  modeOff,
  unknownMember,
  unresolvedMember,
  securePort,
  leftOutMember,
  singleMember,
  evenMembers,
  templateLine,
  sharedHost,
  localMember,
  localQuorum,
  duplicateId,
  memberId,
  dataDir,
  unsetLimits,
  sessionBounds,
  silentMembers,
  sessionTimeout,
  grantedTimeout,
  longSession,
  connectionTimeout,
  noRetry,
  suspendedConnections,
  defaultRoot,
  sharedRoot,
  foreignContenders,
  unlistedContenders,
  differingJobManagers,
]
