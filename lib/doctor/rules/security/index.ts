import type { Rule } from '../../rule'
import { aclWithoutSasl } from './acl-without-sasl'
import { openRest } from './open-rest'
import { openZnodes } from './open-znodes'
import { sslNotRead } from './ssl-not-read'

export const securityRules: readonly Rule[] = [aclWithoutSasl, sslNotRead, openRest, openZnodes]
