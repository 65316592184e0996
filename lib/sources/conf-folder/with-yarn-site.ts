import 'server-only'
import type { DoctorInput } from '@/lib/doctor/doctor-input'
import { toConfigurationProblems } from '@/lib/flink/configuration/problem'
import { parseYarnSite } from '@/lib/flink/configuration/yarn-site'
import type { YarnSiteFile } from './find-yarn-site'
import type { ConfFolder } from './read'

/** The most that any reader of these files reads. */
const mostLookedAt = 512 * 1024

/** A reading with its yarn-site.xml, as the rules need it; problems with reading that file are included. */
export function withYarnSite(
  { configuration, files }: Pick<ConfFolder, 'configuration' | 'files'>,
  yarn: YarnSiteFile | null,
): Pick<DoctorInput, 'configuration' | 'files' | 'yarnSite'> {
  const texts = Object.fromEntries(
    Object.values(files).flatMap(({ name, text }) => (text === null ? [] : [[name, text.slice(0, mostLookedAt)]])),
  )
  if (!yarn) return { configuration, files: texts, yarnSite: null }
  const problems = yarn.problem ? toConfigurationProblems(yarn.name, [yarn.problem]) : []
  return {
    configuration: problems.length > 0 ? { ...configuration, problems: [...configuration.problems, ...problems] } : configuration,
    files: yarn.text === null ? texts : { ...texts, [yarn.name]: yarn.text.slice(0, mostLookedAt) },
    yarnSite: yarn.text === null ? null : parseYarnSite(yarn.text),
  }
}
