import { toList } from '@/lib/base/counts'
import { isFlinkAtLeast } from '@/lib/flink/configuration/version'
import { findConfEntry } from '../../conf-entries'
import { isSet, placeIn } from '../../places'
import type { Rule } from '../../rule'
import { isTrue } from './exposure'

/** Up to 1.20 one key enabled all of TLS; 2.x ignores it silently. */
export const sslNotRead: Rule = {
  id: 'security/ssl-not-read',
  severity: 'warning',
  title: 'security.ssl.enabled has no effect in Flink 2.x',
  why: 'Flink 2.0 removed the key. A configuration that was carried over looks encrypted and is not.',
  source: {
    text: 'Flink 2.3, SecurityOptions.isRestSSLEnabled and isInternalSSLEnabled',
    url: 'https://github.com/apache/flink/blob/release-2.3.0/flink-core/src/main/java/org/apache/flink/configuration/SecurityOptions.java',
  },
  canBeWrong: 'The key may be kept for an older Flink that shares the folder.',
  check(input) {
    const {
      file,
      version,
      options: { restSslEnabled },
    } = input.configuration.effective
    const entry = findConfEntry(input, 'security.ssl.enabled')
    const internal = findConfEntry(input, 'security.ssl.internal.enabled')
    if (!isFlinkAtLeast(version, '2.0') || file === null || !entry || !isTrue(entry.value) || (isSet(restSslEnabled) && internal)) return []
    const missing = [isSet(restSslEnabled) ? '' : 'security.ssl.rest.enabled', internal ? '' : 'security.ssl.internal.enabled'].filter(
      (key) => key !== '',
    )
    return [
      {
        sentence: `Flink ${version.text} does not read security.ssl.enabled, and ${toList(missing)} ${missing.length === 1 ? 'is' : 'are'} not set: what the key encrypted in 1.x goes in the clear.`,
        whatToDo: `Set ${toList(missing)} to true, and remove security.ssl.enabled.`,
        places: [placeIn(file, entry.line, entry.key)],
      },
    ]
  },
}
