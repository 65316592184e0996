import type { Rule } from '../rule'
import { fileRules } from './files/index'
import { mastersRules } from './masters/index'
import { networkRules } from './network/index'
import { optionRules } from './options/index'
import { recoveryRules } from './recovery/index'
import { securityRules } from './security/index'
import { storageRules } from './storage/index'
import { environmentRules } from './environment/index'
import { yarnRules } from './yarn/index'
import { zookeeperRules } from './zookeeper/index'

/** All rules. */
export const rules: readonly Rule[] = [
  ...fileRules,
  ...optionRules,
  ...zookeeperRules,
  ...storageRules,
  ...mastersRules,
  ...networkRules,
  ...recoveryRules,
  ...environmentRules,
  ...yarnRules,
  ...securityRules,
]
