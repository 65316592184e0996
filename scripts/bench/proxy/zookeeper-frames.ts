/** The requests of a ZooKeeper client, by kind. */
export type Counts = Map<string, number>

const fourLetterWords = /^[a-z]{4}/
const operations: Readonly<Record<number, string>> = {
  [-11]: 'close session',
  1: 'create',
  3: 'exists',
  4: 'getData',
  5: 'setData',
  8: 'getChildren',
  9: 'sync',
  11: 'ping',
  12: 'getChildren',
  100: 'auth',
  101: 'setWatches',
  105: 'setWatches',
  106: 'addWatch',
}
const mostFrameBytes = 64 * 1024 * 1024

/**
 * Counts the requests in one connection's bytes from the client: frames of a four-byte length, the first a
 * ConnectRequest, then RequestHeader { int xid; int type }. Four letters instead of a length are a four-letter word.
 */
export function createFrameCounter(count: (kind: string) => void): (chunk: Uint8Array) => void {
  let pending = Buffer.alloc(0)
  let isFirst = true
  let isOver = false
  return (chunk) => {
    if (isOver) return
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 4) {
      const word = isFirst ? fourLetterWords.exec(pending.toString('latin1', 0, 4))?.[0] : undefined
      if (word) {
        isOver = true
        return count(`word ${word}`)
      }
      const length = pending.readInt32BE(0)
      if (length < 0 || length > mostFrameBytes) {
        isOver = true
        return count('not ZooKeeper')
      }
      if (pending.length < 4 + length) return
      count(isFirst ? 'connect' : (operations[length >= 8 ? pending.readInt32BE(8) : NaN] ?? 'other'))
      isFirst = false
      pending = pending.subarray(4 + length)
    }
  }
}
