import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { DoctorInput, OtherCluster, HostEnvironment } from '@/lib/doctor/doctor-input'
import { toOtherCluster } from '@/lib/doctor/other-cluster'
import { deriveSharedDefaultFileSystem } from '@/lib/flink/configuration/local-path'
import { parseConfTexts } from '@/lib/flink/configuration/conf-texts'
import { parseYarnSite } from '@/lib/flink/configuration/yarn-site'

const root = join(import.meta.dirname, '../doctor/fixtures')

const caseSchema = z.strictObject({
  title: z.string(),
  /** Origin of the fault: a question, an issue, a mailing list; or “made here”. */
  source: z.string(),
  flinkVersion: z.string(),
  environment: z.strictObject({ hosts: z.record(z.string(), z.strictObject({ resolves: z.boolean(), loopback: z.boolean() })) }).optional(),
  /** Whether notes may be found that are not listed. */
  also: z.boolean(),
  expected: z.array(
    z.strictObject({
      rule: z.string(),
      severity: z.enum(['error', 'warning', 'note']),
      file: z.string().nullable(),
      line: z.number().nullable(),
    }),
  ),
})

export interface DoctorFixture extends z.infer<typeof caseSchema> {
  name: string
  files: Record<string, string>
  /** Files of another cluster of this console. */
  other: Record<string, string> | null
}

/** The folders of lib/doctor/fixtures: unchanged conf files, and `case.json` with the findings that the doctor must report. */
export function readDoctorFixtures(): DoctorFixture[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const { 'case.json': about = '', ...files } = readTexts(join(root, name))
      const hasOther = readdirSync(join(root, name)).includes('other')
      return { name, ...caseSchema.parse(JSON.parse(about)), files, other: hasOther ? readTexts(join(root, name, 'other')) : null }
    })
}

export function toDoctorInput(
  { flinkVersion, environment, other }: Omit<DoctorFixture, 'files'>,
  files: Record<string, string>,
): DoctorInput {
  const configuration = parseConfTexts(files, { flinkVersion })
  const about: HostEnvironment = {
    hosts: new Map(Object.entries(environment?.hosts ?? {})),
    directories: new Map(),
    pidFiles: null,
    confFolder: null,
    sharedDefaultFileSystem: deriveSharedDefaultFileSystem(configuration.effective),
  }
  const yarnSite = files['yarn-site.xml'] === undefined ? null : parseYarnSite(files['yarn-site.xml'])
  return { configuration, files, yarnSite, environment: about, others: other ? toOthers(other, flinkVersion) : [], observed: null }
}

function toOthers(files: Record<string, string>, flinkVersion: string): OtherCluster[] {
  const cluster = toOtherCluster({ id: 'other', name: 'Other' }, parseConfTexts(files, { flinkVersion }))
  return cluster ? [cluster] : []
}

function readTexts(folder: string): Record<string, string> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
