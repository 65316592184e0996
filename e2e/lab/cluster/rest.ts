/** GET of a JobManager's REST API with a time limit (milliseconds). Throws on anything but 200. */
export async function getRest<T>(master: string, path: string, timeoutMs = 2000): Promise<T> {
  const response = await fetch(`http://${master}${path}`, { signal: AbortSignal.timeout(timeoutMs) })
  if (!response.ok) throw new Error(`${master}${path} answered ${response.status}`)
  return (await response.json()) as T
}

export interface Overview {
  taskmanagers: number
  'slots-total': number
  'slots-available': number
  'jobs-running': number
}

/** The leader's answer, from any master. */
export function getOverview(master: string): Promise<Overview> {
  return getRest(master, '/overview')
}

/** Number of completed checkpoints of a job since it was (re)started. */
export async function getCompletedCheckpoints(master: string, jobId: string): Promise<number> {
  const { counts } = await getRest<{ counts: { completed: number } }>(master, `/jobs/${jobId}/checkpoints`)
  return counts.completed
}

/** RUNNING, RESTARTING, …: the job's state as the leader reports it. */
export async function getJobState(master: string, jobId: string): Promise<string> {
  return (await getRest<{ state: string }>(master, `/jobs/${jobId}`)).state
}
