import 'server-only'
import { getConsole, type UnderstudyConsole } from '@/lib/observer/console'
import { HttpError } from './errors'
import { hasFirstAnswer } from './has-first-answer'
import { respondJson } from './respond'

/**
 * `GET /readyz`: the settings were read and each observer has had its first answer or failure.
 * @param isForAll the requester is not signed in: the answer only says whether it is ready
 * @param patienceMs how long to wait for a console that is just starting
 * @throws HttpError not-ready with what is missing
 */
export async function respondReady({
  isForAll = false,
  patienceMs = 500,
}: { isForAll?: boolean; patienceMs?: number } = {}): Promise<Response> {
  try {
    const ready = await getReady(patienceMs)
    return respondJson(isForAll ? { status: ready.status } : ready, { 'cache-control': 'no-store' })
  } catch (error) {
    if (isForAll && HttpError.is(error))
      throw new HttpError('not-ready', 'Understudy is not ready. Sign in, or send an API key, to learn what is missing.', undefined, {
        cause: error,
      })
    throw error
  }
}

async function getReady(patienceMs: number) {
  const console = await waitForConsole(patienceMs)
  const problem = console.settingsProblem()
  const clusters = console.clusters()
  if (problem !== null && clusters.length === 0) throw new HttpError('not-ready', `The settings cannot be used. ${problem}`)
  const silent = clusters.filter(({ id }) => !hasHeard(console, id)).map(({ id }) => id)
  if (silent.length > 0)
    throw new HttpError('not-ready', `${silent.length} of ${clusters.length} observers had no first answer yet.`, { clusters: silent })
  return { status: 'ready', clusters: clusters.length, settingsProblem: problem } as const
}

async function waitForConsole(patienceMs: number): Promise<UnderstudyConsole> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), patienceMs)))
  try {
    const console = await Promise.race([getConsole(), late])
    if (console !== null) return console
  } catch (cause) {
    throw new HttpError('not-ready', 'Understudy could not start. Its log on the server says why.', undefined, { cause })
  } finally {
    clearTimeout(timer)
  }
  throw new HttpError('not-ready', 'Understudy is starting.')
}

function hasHeard(console: UnderstudyConsole, id: string): boolean {
  const revision = console.findSnapshot(id)
  return revision !== null && hasFirstAnswer(revision.snapshot, Date.now() - console.startedAt)
}
