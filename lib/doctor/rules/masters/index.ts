import type { Rule } from '../../rule'
import { adminServerPort } from './admin-server-port'
import { localhostForWorkers } from './localhost-for-workers'
import { loopbackName } from './loopback-name'
import { mixedLocalhost } from './mixed-localhost'
import { noStandby } from './no-standby'
import { observedAddress } from './observed-address'
import { oneHost } from './one-host'
import { portClash } from './port-clash'
import { unresolvedHost } from './unresolved-host'

export const mastersRules: readonly Rule[] = [
  noStandby,
  oneHost,
  mixedLocalhost,
  localhostForWorkers,
  loopbackName,
  unresolvedHost,
  portClash,
  adminServerPort,
  observedAddress,
]
