import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfFolder } from '@/lib/sources/conf-folder/read'
import { findFlinkHomeForTests } from '@/lib/testing/flink/configuration-probe'
import { deriveSharedDefaultFileSystem } from '@/lib/flink/configuration/local-path'
import { unprobedEnvironment } from './doctor-input'
import { runDoctor } from './run-doctor'

describe.each(['1.14.6', '1.20.1', '2.3.0'])('the files that Flink %s ships', (version) => {
  const home = findFlinkHomeForTests(version)

  it.skipIf(home === null)('The shipped configuration has one fault: high availability is off', async () => {
    const { configuration, files: found } = await readConfFolder(join(home ?? '', 'conf'))
    const files = Object.fromEntries(Object.values(found).flatMap(({ name, text }) => (text === null ? [] : [[name, text]])))
    const environment = { ...unprobedEnvironment, sharedDefaultFileSystem: deriveSharedDefaultFileSystem(configuration.effective) }
    const findings = runDoctor({ configuration, files, yarnSite: null, environment, others: [], observed: null })
    expect(configuration.effective.version.text).toBe(version)
    expect(findings.map(({ severity, rule }) => [severity, rule]).filter(([severity]) => severity !== 'note')).toEqual([
      ['warning', 'options/not-high-availability'],
    ])
  })
})
