import { z } from 'zod'
import { severity, time } from './common'

/** `file` null: the finding is about an observation, not about a file. Lines count from 1. */
const place = z.object({ file: z.string().nullable(), line: z.number().nullable(), key: z.string().nullable() })

/** A finding without its edits: `fixed` has the files with them applied. */
const finding = z.object({
  id: z.string().meta({ description: 'Stable while the fault stays.' }),
  rule: z.string(),
  severity,
  sentence: z.string(),
  why: z.string(),
  source: z.object({ text: z.string(), url: z.string().nullable() }),
  whatToDo: z.string(),
  places: z.array(place),
  canBeWrong: z.string(),
  isFixed: z.boolean().meta({ description: 'One of the diffs in `fixed` fixes it.' }),
})

/** A file with all its certain fixes applied. */
const fixed = z.object({
  file: z.string(),
  diff: z.string().meta({ description: 'Unified, for `patch -p1` in the conf folder.' }),
  findings: z.array(z.string()),
})
const optionSource = z.object({ file: z.string(), line: z.number(), key: z.string(), value: z.string() })

const option = z.object({
  /** The configured key, else the key to set. */
  key: z.string(),
  value: z.string().nullable(),
  from: z.union([optionSource, z.literal('default')]).nullable(),
  /** Lines that set the option too and are overridden. */
  overridden: z.array(optionSource),
  doc: z.string(),
})

const file = z.object({
  name: z.string(),
  state: z.enum(['present', 'missing', 'unreadable']),
  /** Cut at 2,000 lines. */
  text: z.string().nullable(),
  isCut: z.boolean(),
  problem: z.string().nullable(),
})

/** The doctor's findings for one cluster. */
export const findings = z.object({
  clusterId: z.string(),
  checkedAt: time.nullable().meta({ description: 'null: the doctor did not look yet, and no findings means nothing.' }),
  counts: z.object({ errors: z.number(), warnings: z.number(), notes: z.number() }),
  /** Worst first. */
  findings: z.array(finding),
  fixed: z.array(fixed),
})

/** A cluster's configuration as Flink reads it, with the doctor's findings. Values of sensitive keys are hidden. */
export const configuration = findings.extend({
  folder: z.string(),
  /** The file Flink reads its options from; null: none. */
  file: z.string().nullable(),
  flinkVersion: z.string(),
  /** The version was assumed from the files. */
  versionAssumed: z.boolean(),
  options: z.array(z.object({ name: z.string(), options: z.array(option) })),
  files: z.array(file),
})
