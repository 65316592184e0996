import { finishUnits, type Units } from '@/lib/base/units'
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

type ConfTexts = Partial<Record<ConfFileName, string | null>>

/** From the texts of a conf folder to its configuration; missing or null: the file is not there. Pure, never throws. */
export function parseConfTexts(texts: ConfTexts, options: ConfTextsOptions = {}): HaConfiguration {
  return finishUnits(parseConfTextsInUnits(texts, options))
}

/** The same, a file a unit: what each parser takes is bounded, and the sum of all of them is not one turn's. */
export function* parseConfTextsInUnits(texts: ConfTexts, options: ConfTextsOptions = {}): Units<HaConfiguration> {
  const { flinkVersion = null, quorum = null, problems = [] } = options
  const flat = toParsed(texts[flatFileName], parseFlatConf)
  yield
  const yaml = toParsed(texts[yamlFileName], parseYamlConf)
  yield
  const masters = toParsed(texts.masters, parseMasters)
  yield
  const workers = toParsed(texts.workers ?? texts.slaves, parseWorkers)
  yield
  const zooCfg = toParsed(texts['zoo.cfg'], parseZooCfg)
  yield
  const version = flinkVersion === null ? null : findFlinkVersion(flinkVersion)
  return deriveHaConfiguration({ files: { flat, yaml }, masters, workers, zooCfg, flinkVersion: version, quorum, problems })
}

function toParsed<Parsed>(text: string | null | undefined, parse: (text: string) => Parsed): Parsed | null {
  return text === null || text === undefined ? null : parse(text)
}
