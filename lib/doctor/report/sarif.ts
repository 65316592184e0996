import type { Finding, Place } from '../finding'
import type { Rule } from '../rule'
import { toSarifFix } from './sarif-fix'
import type { ExaminedFolder } from './examined'

/** Subset of SARIF 2.1.0 (OASIS) that findings need. */
export interface SarifOptions {
  toolVersion: string
  rules: readonly Rule[]
  /** URI of an absolute path. Relative ones count from the root of the repository. */
  toUri(path: string): string
}

export function toSarif(folders: readonly ExaminedFolder[], { toolVersion, rules, toUri }: SarifOptions) {
  const index = new Map(rules.map(({ id }, at) => [id as string, at]))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0' as const,
    runs: [
      {
        tool: { driver: { name: 'Understudy doctor', semanticVersion: toolVersion, rules: rules.map(toDescriptor) } },
        columnKind: 'utf16CodeUnits' as const,
        results: folders.flatMap((examined) =>
          examined.findings.map((finding) => toResult(finding, index, examined.files, (file) => toUri(toPath(examined, file)))),
        ),
      },
    ],
  }
}

function toDescriptor({ id, title, why, source, canBeWrong, severity }: Rule) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `Known from: ${source.text}. When it is wrong: ${canBeWrong}` },
    ...(source.url === null ? {} : { helpUri: source.url }),
    defaultConfiguration: { level: severity },
    properties: { tags: ['flink', id.split('/', 1)[0] ?? ''] },
  }
}

/** Path of a place; a finding that is in no file has the folder's. */
function toPath({ folder, elsewhere }: ExaminedFolder, file: string | null): string {
  return file === null ? folder : (elsewhere[file] ?? `${folder.replace(/\/$/, '')}/${file}`)
}

type ToUri = (file: string | null) => string

function toResult(finding: Finding, index: ReadonlyMap<string, number>, files: Readonly<Record<string, string>>, toUri: ToUri) {
  const [first, ...others] = finding.places
  const fix = finding.fix === null ? null : toSarifFix(finding.fix, finding.whatToDo, files, toUri)
  return {
    ruleId: finding.rule,
    ruleIndex: index.get(finding.rule) ?? -1,
    level: finding.severity,
    message: { text: `${finding.sentence} ${finding.whatToDo}` },
    locations: [toLocation(first ?? { file: null, line: null, key: null }, toUri)],
    ...(others.length === 0 ? {} : { relatedLocations: others.map((place, at) => ({ id: at, ...toLocation(place, toUri) })) }),
    partialFingerprints: { 'understudyFinding/v1': finding.id },
    ...(fix === null ? {} : { fixes: [fix] }),
  }
}

function toLocation({ file, line, key }: Place, toUri: ToUri) {
  return {
    physicalLocation: { artifactLocation: { uri: toUri(file) }, ...(line === null ? {} : { region: { startLine: line } }) },
    ...(key === null ? {} : { logicalLocations: [{ fullyQualifiedName: key, kind: 'property' }] }),
  }
}
