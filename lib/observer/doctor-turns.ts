import 'server-only'

/** After each look it rests for so many times what the look cost: what clusters do is read first. */
const REST_FOR_COST = 4
const LEAST_REST_MS = 5
/** Once the last tree is read, its files are still looked at and its page is drawn. */
const SETTLE_MS_A_CLUSTER = 10
/** A cluster whose first picture does not come holds up the others' doctors no longer. */
export const LONGEST_START_MS = 20_000

export interface DoctorTurns {
  /** Runs when it is its turn; nothing is asked for twice while it waits. @returns takes the wish back */
  ask(look: () => void): () => void
  /** A cluster is read for the first time: doctors wait until every one that began has its first picture. @returns it has */
  begin(): () => void
}

/** One look at a time for all doctors of this process, with rests between them. A look that fails ends no other one's turn. */
export function createDoctorTurns(onError: (error: unknown) => void, clock: () => number = () => performance.now()): DoctorTurns {
  const waiting = new Set<() => void>()
  const start = createStart(() => void run())
  let isRunning = false

  async function run() {
    if (isRunning || !start.isOver()) return
    isRunning = true
    for (let look = first(waiting); look && start.isOver(); look = first(waiting)) {
      waiting.delete(look)
      const startedAt = clock()
      try {
        look()
      } catch (error) {
        onError(error)
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(LEAST_REST_MS, (clock() - startedAt) * REST_FOR_COST)).unref())
    }
    isRunning = false
  }
  return {
    ask(look) {
      waiting.add(look)
      void run()
      return () => void waiting.delete(look)
    },
    begin: start.begin,
  }
}

/** The time in which clusters are read for the first time; it is over when nobody has been doing so for a moment. */
function createStart(onOver: () => void) {
  const beginning = new Set<symbol>()
  let most = 0
  let settling: NodeJS.Timeout | null = null

  function end(one: symbol) {
    if (!beginning.delete(one) || beginning.size > 0) return
    settling = setTimeout(() => {
      settling = null
      most = 0
      onOver()
    }, most * SETTLE_MS_A_CLUSTER).unref()
  }
  return {
    isOver: () => beginning.size === 0 && settling === null,
    begin() {
      const one = Symbol()
      if (settling) clearTimeout(settling)
      settling = null
      beginning.add(one)
      most = Math.max(most, beginning.size)
      const limit = setTimeout(() => end(one), LONGEST_START_MS).unref()
      return () => {
        clearTimeout(limit)
        end(one)
      }
    },
  }
}

function first<T>(all: ReadonlySet<T>): T | undefined {
  return all.values().next().value
}
