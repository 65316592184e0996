/**
 * A file of Flink's JobResultStore (FileSystemJobResultStore, 1.15 on), in `job-result-store/<cluster-id>/`:
 * `JOBID_DIRTY.json` from the job's end until its clean-up is done, then `JOBID.json` (deleted at once by default).
 */
export interface JobResultName {
  jobId: string
  /** The clean-up is not finished; the next leader does it. */
  dirty: boolean
}

export interface JobResult extends JobResultName {
  /** null: the file has no such field; see `problem`. */
  status: 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'UNKNOWN' | null
  netRuntimeMs: number | null
  problem: string | null
}

const maxText = 1024 * 1024
const statuses = ['SUCCEEDED', 'FAILED', 'CANCELED', 'UNKNOWN'] as const

/** null when the name is not one of a job result. */
export function findJobResultName(fileName: string): JobResultName | null {
  const match = /^([0-9a-f]{32})(_DIRTY)?\.json$/.exec(fileName)
  return match?.[1] ? { jobId: match[1], dirty: match[2] !== undefined } : null
}

/**
 * @param text the file's content; a half-written or foreign one gives a result with a `problem`, never an error
 * @returns null when the file's name is not one of a job result
 */
export function parseJobResult(fileName: string, text: string): JobResult | null {
  const name = findJobResultName(fileName)
  if (!name) return null
  const broken = (problem: string): JobResult => ({ ...name, status: null, netRuntimeMs: null, problem })
  if (text.length > maxText) return broken(`${text.length} characters`)
  const result = toRecord(toRecord(parseJson(text))?.result)
  if (!result) return broken('not the JSON of a job result')
  const status = statuses.find((word) => word === result['application-status']) ?? null
  const runtime = result['net-runtime']
  const netRuntimeMs = typeof runtime === 'number' && Number.isSafeInteger(runtime) && runtime >= 0 ? runtime : null
  if (result.id !== name.jobId) return broken('names another job than its file name')
  return { ...name, status, netRuntimeMs, problem: status ? null : 'no application status that Flink knows' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function toRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
}
