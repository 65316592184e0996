import { countFindings } from '../run-doctor'
import { fixFiles } from '../fixed-files'
import { toShownDiff } from '../shown-diff'
import type { ExaminedFolder } from './examined'
import type { DoctorReport } from './json'

/** The report that `json.ts` describes; in a file of its own, so that printing it does not load a validator. */
export function toDoctorReport(folders: readonly ExaminedFolder[]): DoctorReport {
  return { version: 1, counts: countFindings(folders.flatMap(({ findings }) => findings)), folders: folders.map(toFolder) }
}

function toFolder({ files, findings, ...about }: ExaminedFolder): DoctorReport['folders'][number] {
  const fixed = fixFiles(findings, files)
  return {
    ...about,
    counts: countFindings(findings),
    findings: findings.map(({ fix, ...rest }) => ({ ...rest, fixable: fix !== null })),
    fixes: {
      files: fixed.files.map((each) => ({ file: each.file, diff: toShownDiff(each), findings: each.findings })),
      left: fixed.left,
    },
  }
}
