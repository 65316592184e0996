import 'server-only'
import { toServerError, type ZooKeeperError, type ZooKeeperErrorCode } from './errors'
import { getChildrenOperation } from './messages/get-children'
import { getDataOperation, type ZnodeData } from './messages/get-data'
import { multiReadOperation, type ReadResult, type ReadWish } from './messages/multi-read'
import type { RequestOptions, Requests, Settle } from './requests'

/** With znodes of a megabyte, the most that servers take by default, an answer is half of the longest frame taken here. */
const mostAtOnce = 32
/** The server takes a megabyte (jute.maxbuffer), and paths can be long. */
const mostPathChars = 100_000
/** A server that does not know multiRead, or whose answer cannot be taken, is asked one by one for so long. */
const askAgainAfterMs = 10 * 60_000

/** How a multiRead fails for what it is, and not because a connection or a session ended. */
const refusals: ReadonlySet<ZooKeeperErrorCode> = new Set([
  'unimplemented',
  'bad-arguments',
  'marshalling',
  'server-error',
  'protocol',
  'frame-too-large',
])
const askedOnce: RequestOptions = { retry: false }

type Wish = ReadWish & ({ kind: 'data'; settle: Settle<ZnodeData> } | { kind: 'children'; settle: Settle<string[]> })

/**
 * Readings without watch, second try and promise, as a mirror makes them by the thousand: those of one turn go as one
 * request. It costs both sides a fraction of the single ones. Only for servers with recursive watches: older ones than
 * 3.6 hang up on what they do not know.
 */
export class ReadBatches {
  private readonly requests: Requests
  private readonly clock: () => number
  private wishes: Wish[] = []
  private refusedAt = -Infinity

  constructor(requests: Requests, clock: () => number = () => performance.now()) {
    this.requests = requests
    this.clock = clock
  }

  /** Paths are the server's. Settles in the turn in which the answer comes. */
  ask(wish: Wish): void {
    if (this.wishes.push(wish) === 1) queueMicrotask(() => this.send())
  }

  private send(): void {
    const { wishes } = this
    this.wishes = []
    const isRefused = this.clock() - this.refusedAt < askAgainAfterMs
    for (const batch of isRefused ? wishes.map((wish) => [wish]) : toBatches(wishes)) this.sendBatch(batch)
  }

  private sendBatch(batch: readonly Wish[]): void {
    const [only] = batch
    if (only && batch.length === 1) return this.sendAlone(only)
    this.requests.ask(multiReadOperation(batch), askedOnce, {
      resolve: (results) => batch.forEach((wish, i) => settle(wish, results[i])),
      reject: (error) => this.fail(batch, error),
    })
  }

  private sendAlone(wish: Wish): void {
    if (wish.kind === 'data') return this.requests.ask(getDataOperation(wish.path, false), askedOnce, wish.settle)
    const { resolve, reject } = wish.settle
    this.requests.ask(getChildrenOperation(wish.path, false), askedOnce, { resolve: ({ children }) => resolve(children), reject })
  }

  /** One znode of the batch may be what was refused: alone it gets its own answer, and the others theirs. */
  private fail(batch: readonly Wish[], error: ZooKeeperError): void {
    if (!refusals.has(error.code)) return batch.forEach((wish) => wish.settle.reject(error))
    this.refusedAt = this.clock()
    for (const wish of batch) this.sendAlone(wish)
  }
}

function toBatches(wishes: readonly Wish[]): Wish[][] {
  const batches: Wish[][] = []
  let chars = 0
  for (const wish of wishes) {
    const last = batches.at(-1)
    chars += wish.path.length
    if (last && last.length < mostAtOnce && chars <= mostPathChars) last.push(wish)
    else {
      batches.push([wish])
      chars = wish.path.length
    }
  }
  return batches
}

function settle(wish: Wish, result: ReadResult | undefined): void {
  if (result?.kind === 'error')
    wish.settle.reject(toServerError(result.number, wish.kind === 'data' ? 'getData' : 'getChildren', wish.path))
  else if (wish.kind === 'data' && result?.kind === 'data') wish.settle.resolve(result.value)
  else if (wish.kind === 'children' && result?.kind === 'children') wish.settle.resolve(result.value)
}
