import { quoteForSentence } from '@/lib/flink/configuration/problem'
import { isStandaloneHa } from '../../hosts'
import { fixOption } from '../../fix'
import { isSet, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { getRestExposure, isLocalCluster, isTrue } from './exposure'

/** Flink's REST API has no accounts: every client that reaches it can run code. */
export const openRest: Rule = {
  id: 'security/open-rest',
  severity: 'note',
  title: 'Anyone who reaches the REST port can use it',
  why: 'The REST API knows no users. Anyone who reaches it can cancel jobs and, where submitting is enabled, upload a jar and run any code as Flink’s user.',
  source: {
    text: 'Flink documentation, “REST API” and “SSL setup”; WebOptions.SUBMIT_ENABLE',
    url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/security/security-ssl/',
  },
  canBeWrong: 'A firewall or a proxy with accounts may stand in front; that is how most clusters are kept.',
  check(input) {
    const exposure = getRestExposure(input)
    const { restBindAddress, webSubmitEnable } = input.configuration.effective.options
    if (!isStandaloneHa(input) || exposure.reach === 'loopback' || exposure.authenticated) return []
    // One machine and no chosen interface: a try-out, as Flink ships it.
    if (exposure.reach === 'default' && isLocalCluster(input)) return []
    const submits = isTrue(webSubmitEnable.value)
    const interfaces = exposure.reach === 'chosen' ? quoteForSentence(restBindAddress.value ?? '') : 'all interfaces (the default)'
    return [
      {
        severity: exposure.reach === 'chosen' && submits ? 'warning' : 'note',
        sentence: `The web UI and REST API listen on ${interfaces} ${exposure.tls ? 'with TLS, but ask no client for a certificate' : 'without TLS and without authentication'}${submits ? ', and take jars to run from anyone' : ''}.`,
        whatToDo: `Let a firewall or a proxy with accounts stand in front, or set security.ssl.rest.enabled and security.ssl.rest.authentication-enabled${submits ? `; where no jars are submitted by the web UI, set ${webSubmitEnable.keys[0]} to false` : ''}.`,
        places: [placeOf(input, 'restBindAddress'), ...(submits ? [placeOf(input, 'webSubmitEnable')] : [])],
        fix: submits && isSet(webSubmitEnable) ? fixOption(input, 'webSubmitEnable', 'false') : null,
      },
    ]
  },
}
