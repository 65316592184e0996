import { countFindings } from '../run-doctor'
import { mendFiles } from '../mended-files'
import { toShownDiff } from '../shown-diff'
import type { ExaminedFolder } from './examined'
import type { DoctorReport } from './json'

/** The report that `json.ts` describes; in a file of its own, so that printing it does not load a validator. */
export function toDoctorReport(folders: readonly ExaminedFolder[]): DoctorReport {
  return { version: 1, counts: countFindings(folders.flatMap(({ findings }) => findings)), folders: folders.map(toFolder) }
}

function toFolder({ files, findings, ...about }: ExaminedFolder): DoctorReport['folders'][number] {
  const mended = mendFiles(findings, files)
  return {
    ...about,
    counts: countFindings(findings),
    findings: findings.map(({ mend, ...rest }) => ({ ...rest, mendable: mend !== null })),
    mends: {
      files: mended.files.map((each) => ({ file: each.file, diff: toShownDiff(each), findings: each.findings })),
      left: mended.left,
    },
  }
}
