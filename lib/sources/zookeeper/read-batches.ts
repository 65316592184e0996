import 'server-only'
import { toServerError, type ZooKeeperError, type ZooKeeperErrorCode } from './errors'
import { getChildrenOperation } from './messages/get-children'
import { getDataOperation, type ZnodeData } from './messages/get-data'
import { multiReadOperation, type ReadResult, type ReadWish } from './messages/multi-read'
import type { RequestOptions, Requests, Settle } from './requests'

/** With znodes of a megabyte, the server's default limit, an answer is half of the longest frame accepted here. */
const mostAtOnce = 32
/** The server accepts a megabyte (jute.maxbuffer), and paths can be long. */
const mostPathChars = 100_000
/** How long single requests are used with a server that does not know multiRead, or whose answer is too large. */
const askAgainAfterMs = 10 * 60_000

/** Failures of the multiRead itself, not of a connection or a session. */
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
 * Readings without watch, retry and promise, as a mirror makes them by the thousand: those of one turn of the event loop are sent
 * as one request, which costs both sides a fraction of single ones. Only for servers with recursive watches: those before
 * 3.6 close the connection on unknown requests.
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

  /** Paths are the server's. Settles in the turn in which the answer arrives. */
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

  /** One znode of the batch may be the refused one: sent alone it gets its own error, and the others their answers. */
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
