import { findJavaBoolean } from '@/lib/flink/configuration/duration'
import { isFlinkAtLeast } from '@/lib/flink/configuration/version'
import { findConfEntry } from '../../conf-entries'
import type { DoctorInput } from '../../doctor-input'
import { isLoopback } from '@/lib/base/host-names'
import { isKnownLoopback } from '../../hosts'
import { isSet } from '../../places'

/** Who can reach the REST API, as far as the configuration shows. */
export interface RestExposure {
  /** `loopback`: no other host; `chosen`: a configured interface; `default`: all interfaces, by default. */
  reach: 'loopback' | 'chosen' | 'default'
  tls: boolean
  /** Clients must present a certificate. */
  authenticated: boolean
}

export function getRestExposure(input: DoctorInput): RestExposure {
  const { restBindAddress, restSslAuthentication } = input.configuration.effective.options
  const tls = isRestTls(input)
  const reach = isSet(restBindAddress) ? (isLoopback(restBindAddress.value ?? '') ? 'loopback' : 'chosen') : 'default'
  return { reach, tls, authenticated: tls && isTrue(restSslAuthentication.value) }
}

/** Whether all JobManagers are on this machine, by their names or addresses. */
export function isLocalCluster(input: DoctorInput): boolean {
  return input.configuration.masters.every(({ host }) => isKnownLoopback(input, host))
}

/** `SecurityOptions.isRestSSLEnabled`; before 1.6 `security.ssl.enabled` together with `web.ssl.enabled`. */
function isRestTls(input: DoctorInput): boolean {
  const {
    options: { restSslEnabled },
    version,
  } = input.configuration.effective
  if (isSet(restSslEnabled)) return isTrue(restSslEnabled.value)
  if (isFlinkAtLeast(version, '2.0') || !isTrue(findConfEntry(input, 'security.ssl.enabled')?.value ?? null)) return false
  const webSsl = findConfEntry(input, 'web.ssl.enabled') ?? findConfEntry(input, 'jobmanager.web.ssl.enabled')
  return isFlinkAtLeast(version, '1.6') || findJavaBoolean(webSsl?.value ?? 'true') !== false
}

export function isTrue(value: string | null): boolean {
  return value !== null && findJavaBoolean(value) === true
}
