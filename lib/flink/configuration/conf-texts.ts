import { flatFileName, yamlFileName } from './conf-files'
import { parseFlatConf } from './flat-conf'
import { deriveHaConfiguration, type HaConfiguration } from './ha-configuration'
import { parseMasters } from './masters'
import type { ConfigurationProblem } from './problem'
import { findFlinkVersion } from './version'
import { parseWorkers } from './workers'
import { parseYamlConf } from './yaml-conf'
import { parseZooCfg } from './zoo-cfg'

/** Files of a conf folder that bear on high availability. `slaves` is what `workers` was called up to 1.10. */
export const confFileNames = [flatFileName, yamlFileName, 'masters', 'workers', 'slaves', 'zoo.cfg'] as const
export type ConfFileName = (typeof confFileNames)[number]

export interface ConfTextsOptions {
  /** e.g. `1.20.1`; null: assumed from the files that are there. */
  flinkVersion?: string | null
  /** ZooKeeper connect string that counts instead of the configured one. */
  quorum?: string | null
  /** What was wrong with getting the texts. */
  problems?: readonly ConfigurationProblem[]
}

/** From the texts of a conf folder to its configuration; missing or null: the file is not there. Pure, never throws. */
export function parseConfTexts(texts: Partial<Record<ConfFileName, string | null>>, options: ConfTextsOptions = {}): HaConfiguration {
  const { flinkVersion = null, quorum = null, problems = [] } = options
  return deriveHaConfiguration({
    files: { flat: toParsed(texts[flatFileName], parseFlatConf), yaml: toParsed(texts[yamlFileName], parseYamlConf) },
    masters: toParsed(texts.masters, parseMasters),
    workers: toParsed(texts.workers ?? texts.slaves, parseWorkers),
    zooCfg: toParsed(texts['zoo.cfg'], parseZooCfg),
    flinkVersion: flinkVersion === null ? null : findFlinkVersion(flinkVersion),
    quorum,
    problems,
  })
}

function toParsed<Parsed>(text: string | null | undefined, parse: (text: string) => Parsed): Parsed | null {
  return text === null || text === undefined ? null : parse(text)
}
