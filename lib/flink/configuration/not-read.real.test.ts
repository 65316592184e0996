import { describe, expect, it } from 'vitest'
import { buildConfigurationProbe, findFlinkHomeForTests } from '@/lib/testing/flink/configuration-probe'
import { getOptionEra, getOptionKeys, optionIds, type OptionId } from './options/table'
import { findFlinkVersion } from './version'

/** Names that Flink still defines and nothing asks for, each with the place that shows it. */
const definedOnly: Readonly<Record<string, string>> = {
  'high-availability.zookeeper.path.running-registry': 'the registry is gone since 1.15 (FLIP-194)',
}

/** Read by bin/config.sh alone, so that no class has to define them. */
const ofScripts = /^env\./

/** Claims of single rules beside those of the table: the rule, the version, the key, whether it is read. */
const ofRules: [rule: string, version: string, key: string, isRead: boolean][] = [
  ['security/ssl-not-read', '2.3.0', 'security.ssl.enabled', false],
  ['security/ssl-not-read', '2.3.0', 'security.ssl.rest.enabled', true],
  ['security/ssl-not-read', '2.3.0', 'security.ssl.internal.enabled', true],
  ['security/ssl-not-read', '1.20.1', 'security.ssl.enabled', true],
  ['options/without-effect', '1.14.6', 'high-availability.job.delay', true],
  ['options/without-effect', '1.20.1', 'high-availability.job.delay', true],
]

/** A claim of the doctor about one key, as it stands in a finding or behind a diff that renames or deletes the line. */
interface Claim {
  rule: string
  option: string
  key: string
  isRead: boolean
}

function toClaims(version: string): Claim[] {
  const parsed = findFlinkVersion(version)
  if (!parsed) throw new Error('no version')
  const isRead = (key: string) => optionIds.some((id) => getOptionEra(id, parsed).keys.includes(key))
  const ofTable = optionIds.flatMap((option: OptionId): Claim[] =>
    getOptionKeys(option)
      .filter((key) => !ofScripts.test(key))
      .map((key) => ({ rule: isRead(key) ? 'options/deprecated-keys' : 'options/key-not-read', option, key, isRead: isRead(key) }))
      .filter((claim) => claim.isRead || definedOnly[claim.key] === undefined),
  )
  return [...ofTable, ...ofRules.filter(([, of]) => of === version).map(([rule, , key, isRead]) => ({ rule, option: '', key, isRead }))]
}

describe.each(['1.14.6', '1.20.1', '2.3.0'])('what the doctor says is read or not read by Flink %s', (version) => {
  const home = findFlinkHomeForTests(version)

  it.skipIf(home === null)('Every key that a finding calls read or not read is one by the option classes of that Flink', async () => {
    const probe = await buildConfigurationProbe(home ?? '')
    const [answer] = await probe.ask([['all-keys']]).finally(() => probe.close())
    const defined = new Set(answer?.ok ? answer.fields : [])
    expect(defined.size).toBeGreaterThan(300)
    const claims = toClaims(version)
    expect(claims.filter(({ isRead }) => !isRead).length).toBeGreaterThan(3)
    expect(claims.filter(({ key, isRead }) => defined.has(key) !== isRead)).toEqual([])
  })
})
