/** A fair scheduler with nested lanes: at each level the lane that was served longest ago is served next. */
export interface TurnLanes {
  /**
   * @param path of the lane, widest first
   * @returns what `work` returns; null, at once or later: the queue was full, or the work was evicted for a lane with fewer waiting
   */
  run<T>(path: readonly string[], work: () => Promise<T>): Promise<T | null>
  countWaiting(): number
}

/** Number of lanes whose last turn is remembered; a forgotten lane costs one turn out of order. */
const mostRemembered = 10_000

interface Waiting {
  names: string[]
  begin: (mayRun: boolean) => void
}

/**
 * @param atOnce how many run at the same time
 * @param mostWaiting limit of all lanes; a newcomer then evicts the newest of the fullest lane, or is refused
 * @param mostInLane in one lane of the innermost level
 */
export function createTurnLanes({
  atOnce,
  mostWaiting,
  mostInLane,
}: {
  atOnce: number
  mostWaiting: number
  mostInLane: number
}): TurnLanes {
  const waiting: Waiting[] = []
  const served = new Map<string, number>()
  let running = 0
  let turn = 0

  const enter = (names: string[]) =>
    new Promise<boolean>((resolve) => {
      if (running < atOnce) {
        running += 1
        note(names)
        return resolve(true)
      }
      if (countIn(waiting, names.at(-1)) >= mostInLane || (waiting.length >= mostWaiting && !makeRoom(waiting, names)))
        return resolve(false)
      waiting.push({ names, begin: resolve })
    })
  const note = (names: readonly string[]) => {
    if (served.size > mostRemembered) served.clear()
    for (const name of names) served.set(name, ++turn)
  }
  const leave = () => {
    const next = takeNext(waiting, served)
    if (next === null) {
      running -= 1
      if (running === 0) served.clear()
      return
    }
    note(next.names)
    next.begin(true)
  }
  return {
    async run(path, work) {
      if (!(await enter(path.map((_one, at) => path.slice(0, at + 1).join(' '))))) return null
      try {
        return await work()
      } finally {
        leave()
      }
    },
    countWaiting: () => waiting.length,
  }
}

function takeNext(waiting: Waiting[], served: ReadonlyMap<string, number>): Waiting | null {
  let best = 0
  for (let at = 1; at < waiting.length; at++) if (isBefore(waiting[at]!.names, waiting[best]!.names, served)) best = at
  return waiting.splice(best, 1)[0] ?? null
}

function isBefore(one: readonly string[], other: readonly string[], served: ReadonlyMap<string, number>): boolean {
  for (const [level, name] of one.entries()) {
    const [mine, theirs] = [served.get(name) ?? 0, served.get(other[level] ?? '') ?? 0]
    if (mine !== theirs) return mine < theirs
  }
  return false
}

const countIn = (waiting: readonly Waiting[], lane: string | undefined) => waiting.filter(({ names }) => names.includes(lane ?? '')).length

/** Evicts the newest of the lane in which the most wait, at the first level where the newcomer's lane has fewer. */
function makeRoom(waiting: Waiting[], newcomer: readonly string[]): boolean {
  for (const [level, name] of newcomer.entries()) {
    const counts = new Map<string, number>()
    for (const { names } of waiting) counts.set(names[level] ?? '', (counts.get(names[level] ?? '') ?? 0) + 1)
    const [fullest, most] = [...counts].reduce((found, one) => (one[1] > found[1] ? one : found))
    if (fullest === name || most <= (counts.get(name) ?? 0) + 1) continue
    const at = waiting.findLastIndex(({ names }) => names[level] === fullest)
    waiting.splice(at, 1)[0]?.begin(false)
    return true
  }
  return false
}
