import 'server-only'
import { z } from 'zod'
import { severity, time } from '@/lib/model/schemas/common'

const place = z.object({ file: z.string().nullable(), line: z.number().nullable(), key: z.string().nullable() })

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
  isMended: z.boolean().meta({ description: 'One of the diffs in `mended` mends it.' }),
})

const mended = z.object({
  file: z.string(),
  diff: z.string().meta({ description: 'Unified, for `patch -p1` in the conf folder.' }),
  findings: z.array(z.string()),
})
const optionSource = z.object({ file: z.string(), line: z.number(), key: z.string(), value: z.string() })

const option = z.object({
  key: z.string(),
  value: z.string().nullable(),
  from: z.union([optionSource, z.literal('default')]).nullable(),
  overridden: z.array(optionSource),
  doc: z.string(),
})

const file = z.object({
  name: z.string(),
  state: z.enum(['present', 'missing', 'unreadable']),
  text: z.string().nullable(),
  isCut: z.boolean(),
  problem: z.string().nullable(),
})

/** What the doctor says of one cluster; a test holds it and the model's type together. */
export const findings = z.object({
  clusterId: z.string(),
  checkedAt: time.nullable().meta({ description: 'null: the doctor did not look yet, and no findings means nothing.' }),
  counts: z.object({ errors: z.number(), warnings: z.number(), notes: z.number() }),
  findings: z.array(finding),
  mended: z.array(mended),
})

/** `ConfigurationView` of lib/model. */
export const configuration = findings.extend({
  folder: z.string(),
  file: z.string().nullable(),
  flinkVersion: z.string(),
  versionAssumed: z.boolean(),
  options: z.array(z.object({ name: z.string(), options: z.array(option) })),
  files: z.array(file),
})
