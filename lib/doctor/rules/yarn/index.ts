import type { Rule } from '../../rule'
import { attemptsBounded } from './attempts-bounded'
import { attemptsDefault } from './attempts-default'
import { attemptsWithoutHa } from './attempts-without-ha'
import { failuresForEver } from './failures-for-ever'
import { fixedClusterId } from './fixed-cluster-id'
import { hadoopKey } from './hadoop-key'
import { hadoopVersion } from './hadoop-version'
import { singleAttempt } from './single-attempt'

export const yarnRules: readonly Rule[] = [
  singleAttempt,
  attemptsBounded,
  attemptsWithoutHa,
  attemptsDefault,
  fixedClusterId,
  failuresForEver,
  hadoopVersion,
  hadoopKey,
]
