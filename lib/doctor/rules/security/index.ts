import type { Rule } from '../../rule'
import { aclWithoutSasl } from './acl-without-sasl'
import { leftOpen, withoutNotes } from './left-open'
import { openRest } from './open-rest'
import { sslNotRead } from './ssl-not-read'

export const securityRules: readonly Rule[] = [aclWithoutSasl, sslNotRead, withoutNotes(openRest), leftOpen]
