import type { Rule } from '../../rule'
import { foreignPid } from './foreign-pid'
import { sharedPidDir } from './shared-pid-dir'
import { sshOptionsRefused } from './ssh-options-refused'
import { stalePids } from './stale-pids'

export const environmentRules: readonly Rule[] = [sharedPidDir, foreignPid, stalePids, sshOptionsRefused]
