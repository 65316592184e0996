export interface JobSight {
  state: string
  tasksRunning: number
  tasksTotal: number
}

/** The leader's report on jobs and TaskManagers, read from its own REST API. */
export interface WorkSight {
  by: string
  jobs: Record<string, JobSight>
  taskManagers: number
  slotsTotal: number
  slotsFree: number
}

interface JobsOverview {
  jobs: { jid: string; state: string; tasks: { running: number; total: number } }[]
}

interface TaskManagers {
  taskmanagers: { slotsNumber: number; freeSlots: number }[]
}

/** @throws Error when the JobManager does not answer both within the time */
export async function readWork(master: string, withinMs: number): Promise<WorkSight> {
  const signal = AbortSignal.timeout(withinMs)
  const [{ jobs }, { taskmanagers }] = await Promise.all([
    getJson<JobsOverview>(`http://${master}/jobs/overview`, signal),
    getJson<TaskManagers>(`http://${master}/taskmanagers`, signal),
  ])
  const sum = (key: 'slotsNumber' | 'freeSlots') => taskmanagers.reduce((total, one) => total + one[key], 0)
  return {
    by: master,
    jobs: Object.fromEntries(jobs.map(({ jid, state, tasks }) => [jid, { state, tasksRunning: tasks.running, tasksTotal: tasks.total }])),
    taskManagers: taskmanagers.length,
    slotsTotal: sum('slotsNumber'),
    slotsFree: sum('freeSlots'),
  }
}

async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return (await response.json()) as T
}
