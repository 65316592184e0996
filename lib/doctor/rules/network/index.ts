import type { Rule } from '../../rule'
import { loopbackBind } from './loopback-bind'
import { oneRestAddress } from './one-rest-address'
import { overlappingPorts } from './overlapping-ports'
import { randomPorts } from './random-ports'
import { restBindPort } from './rest-bind-port'
import { tooFewPorts } from './too-few-ports'

export const networkRules: readonly Rule[] = [loopbackBind, tooFewPorts, overlappingPorts, restBindPort, oneRestAddress, randomPorts]
