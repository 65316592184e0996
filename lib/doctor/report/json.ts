import { z } from 'zod'

const severity = z.enum(['error', 'warning', 'note'])
const counts = z.strictObject({ errors: z.number().int(), warnings: z.number().int(), notes: z.number().int() })
const text = z.string()

const finding = z.strictObject({
  /** Stable while the fault remains; without line numbers. */
  id: text,
  rule: text,
  severity,
  sentence: text,
  why: text,
  source: z.strictObject({ text, url: text.nullable() }),
  whatToDo: text,
  /** `file` is a name in the folder; null: the finding is in no file. Lines from 1. */
  places: z.array(z.strictObject({ file: text.nullable(), line: z.number().int().nullable(), key: text.nullable() })).min(1),
  canBeWrong: text,
  /** Whether the finding has a fix. */
  fixable: z.boolean(),
})

const folder = z.strictObject({
  folder: text,
  name: text.nullable(),
  flinkVersion: text,
  versionAssumed: z.boolean(),
  mode: z.enum(['zookeeper', 'none', 'kubernetes', 'custom', 'unknown']),
  /** Absolute paths of files in another folder, by name. */
  elsewhere: z.record(text, text),
  counts,
  findings: z.array(finding),
  /** Unified diffs with paths a/ and b/, one per file, of all compatible fixes; `left` has the ids for the next run. */
  fixes: z.strictObject({ files: z.array(z.strictObject({ file: text, diff: text, findings: z.array(text) })), left: z.array(text) }),
})

/** What `understudy doctor --json` prints. Fields are only ever added; a change of meaning raises `version`. */
export const doctorReportSchema = z.strictObject({ version: z.literal(1), counts, folders: z.array(folder) })
export type DoctorReport = z.infer<typeof doctorReportSchema>
