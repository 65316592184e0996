import 'server-only'
import { toServerError, type ZooKeeperError, type ZooKeeperErrorCode } from './errors'
import { getChildrenOperation } from './messages/get-children'
import { getDataOperation, type ZnodeData } from './messages/get-data'
import { multiReadOperation, type ReadResult, type ReadRequest } from './messages/multi-read'
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

type QueuedRead = ReadRequest & ({ kind: 'data'; settle: Settle<ZnodeData> } | { kind: 'children'; settle: Settle<string[]> })

/**
 * Readings without watch, retry and promise, as a mirror makes them by the thousand: those of one turn of the event loop are sent
 * as one request, which costs both sides a fraction of single ones. Only for servers with recursive watches: those before
 * 3.6 close the connection on unknown requests.
 */
export class ReadBatches {
  private readonly requests: Requests
  private readonly clock: () => number
  private reads: QueuedRead[] = []
  private refusedAt = -Infinity

  constructor(requests: Requests, clock: () => number = () => performance.now()) {
    this.requests = requests
    this.clock = clock
  }

  /** Paths are the server's. Settles in the turn in which the answer arrives. */
  ask(read: QueuedRead): void {
    if (this.reads.push(read) === 1) queueMicrotask(() => this.send())
  }

  private send(): void {
    const { reads } = this
    this.reads = []
    const isRefused = this.clock() - this.refusedAt < askAgainAfterMs
    for (const batch of isRefused ? reads.map((read) => [read]) : toBatches(reads)) this.sendBatch(batch)
  }

  private sendBatch(batch: readonly QueuedRead[]): void {
    const [only] = batch
    if (only && batch.length === 1) return this.sendAlone(only)
    this.requests.ask(multiReadOperation(batch), askedOnce, {
      resolve: (results) => batch.forEach((read, i) => settle(read, results[i])),
      reject: (error) => this.fail(batch, error),
    })
  }

  private sendAlone(read: QueuedRead): void {
    if (read.kind === 'data') return this.requests.ask(getDataOperation(read.path, false), askedOnce, read.settle)
    const { resolve, reject } = read.settle
    this.requests.ask(getChildrenOperation(read.path, false), askedOnce, { resolve: ({ children }) => resolve(children), reject })
  }

  /** One znode of the batch may be the refused one: sent alone it gets its own error, and the others their answers. */
  private fail(batch: readonly QueuedRead[], error: ZooKeeperError): void {
    if (!refusals.has(error.code)) return batch.forEach((read) => read.settle.reject(error))
    this.refusedAt = this.clock()
    for (const read of batch) this.sendAlone(read)
  }
}

function toBatches(reads: readonly QueuedRead[]): QueuedRead[][] {
  const batches: QueuedRead[][] = []
  let chars = 0
  for (const read of reads) {
    const last = batches.at(-1)
    chars += read.path.length
    if (last && last.length < mostAtOnce && chars <= mostPathChars) last.push(read)
    else {
      batches.push([read])
      chars = read.path.length
    }
  }
  return batches
}

function settle(read: QueuedRead, result: ReadResult | undefined): void {
  if (result?.kind === 'error')
    read.settle.reject(toServerError(result.number, read.kind === 'data' ? 'getData' : 'getChildren', read.path))
  else if (read.kind === 'data' && result?.kind === 'data') read.settle.resolve(result.value)
  else if (read.kind === 'children' && result?.kind === 'children') read.settle.resolve(result.value)
}
