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
  /** e.g. `1.20.1`; null: assumed from the existing files. */
  flinkVersion?: string | null
  /** ZooKeeper connect string that replaces the configured one. */
  quorum?: string | null
  /** Problems with reading the files. */
  problems?: readonly ConfigurationProblem[]
}

type ConfTexts = Partial<Record<ConfFileName, string | null>>

/** Parses the texts of a conf folder into its configuration; missing or null: the file does not exist. Pure, never throws. */
export function parseConfTexts(texts: ConfTexts, options: ConfTextsOptions = {}): HaConfiguration {
  return finishUnits(parseConfTextsInUnits(texts, options))
}

/**
 * `parseConfTexts` with a file per unit: each parser's work is bounded, but all of them together are too much for one turn of the event
 * loop.
 */
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
