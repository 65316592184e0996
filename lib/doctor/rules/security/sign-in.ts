import { findConfEntry, getConfEntries } from '../../conf-entries'
import type { DoctorInput } from '../../doctor-input'
import { placeOf } from '../../places'
import type { Hit } from '../../rule'
import { isTrue } from './exposure'

const contextsKey = 'security.kerberos.login.contexts'

/**
 * Whether ZooKeeper’s client has a login context: from a separate JAAS file, or from Flink’s `security.kerberos.login.*`, which covers only
 * the contexts named there (JaasModule, KerberosUtils).
 */
export function findSignInFault(input: DoctorInput): Hit[] {
  const { acl, saslLoginContextName } = input.configuration.effective.options
  const hasFile = getConfEntries(input).some(
    ({ key, value }) => key.startsWith('env.java.') && value.includes('-Djava.security.auth.login.config='),
  )
  if (hasFile || input.configuration.effective.incomplete) return []
  const context = saslLoginContextName.value ?? 'Client'
  const contexts = (findConfEntry(input, contextsKey)?.value ?? '').split(',').map((name) => name.trim())
  const hasKeytab = findConfEntry(input, 'security.kerberos.login.keytab') !== null
  const useCache = findConfEntry(input, 'security.kerberos.login.use-ticket-cache')?.value ?? 'true'
  if (contexts.includes(context) && (hasKeytab || isTrue(useCache))) return []
  const place = findConfEntry(input, contextsKey)
  return [
    {
      sentence: contexts.includes(context)
        ? `${acl.keys[0]} is creator, but there is neither a keytab nor a ticket cache to sign in to ZooKeeper with.`
        : `${acl.keys[0]} is creator, but nothing signs in to ZooKeeper: ${contextsKey} does not name the login context “${context}”.`,
      whatToDo: `Name ${context} in ${contextsKey} and set security.kerberos.login.keytab and security.kerberos.login.principal, or name a JAAS file with -Djava.security.auth.login.config in env.java.opts; or set ${acl.keys[0]} to open.`,
      places: [placeOf(input, 'acl'), ...(place ? [{ file: input.configuration.effective.file, line: place.line, key: contextsKey }] : [])],
    },
  ]
}
