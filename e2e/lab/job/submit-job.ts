import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { LabError } from '@/e2e/lab/errors'
import { jobClass } from './build-job'

export interface JobSettings {
  name: string
  /** Milliseconds between checkpoints. */
  checkpointEveryMs: number
  /** Numbers per second. */
  rate: number
  /** File that gets the time of each number processed, epoch ms, one per line; default none. */
  progress?: string
}

/** Uploads the jar to a JobManager and runs it there (POST /jars/upload, /jars/:id/run). Returns the job's id. */
export async function submitJob(master: string, jar: string, job: JobSettings): Promise<string> {
  const body = new FormData()
  body.append('jarfile', new Blob([await readFile(jar)], { type: 'application/x-java-archive' }), basename(jar))
  const uploaded = await post<{ filename: string }>(`http://${master}/jars/upload`, { body })
  const jarId = basename(uploaded.filename)
  const run = await post<{ jobid: string }>(`http://${master}/jars/${encodeURIComponent(jarId)}/run`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      entryClass: jobClass,
      programArgsList: [
        '--name',
        job.name,
        '--checkpointEveryMs',
        String(job.checkpointEveryMs),
        '--rate',
        String(job.rate),
        ...(job.progress ? ['--progress', job.progress] : []),
      ],
    }),
  })
  return run.jobid
}

async function post<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(60_000), ...init })
  const text = await response.text()
  if (!response.ok) throw new LabError('start-failed', `POST ${url} answered ${response.status}: ${toCause(text)}`)
  return JSON.parse(text) as T
}

// Flink answers with a Java stack trace; its innermost cause is the useful part.
function toCause(text: string): string {
  return (text.match(/Caused by: (?:(?!\\n).)*/g)?.at(-1) ?? text).slice(0, 400)
}
