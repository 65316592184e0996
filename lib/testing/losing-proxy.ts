import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** How the next transactions of ZooKeeper are lost, one after the other. */
export interface Losing {
  /** `answer`: it is carried out, and its answer is dropped. `request`: it never arrives. */
  what: 'answer' | 'request'
  /** New connections are refused for this many ms afterwards. */
  refuseMs: number
  times?: number
  /** Called when it is lost and all connections are cut. */
  onLost?(): void
}

/** A TCP proxy in front of one ZooKeeper member that loses transactions (`multi`) on demand and cuts all connections with them. */
export interface LosingProxy {
  readonly port: number
  /** Transactions lost so far. */
  readonly lost: number
  lose(how: Losing): void
  /** Cuts all connections now, and refuses new ones for `ms`. */
  refuse(ms: number): void
  close(): Promise<void>
}

const multi = 14

export async function startLosingProxy(targetPort: number): Promise<LosingProxy> {
  const sockets = new Set<Socket>()
  let losing: (Losing & { left: number }) | null = null
  let lost = 0
  let refusedUntil = 0
  const cut = () => {
    for (const socket of [...sockets]) socket.destroy()
  }
  function lose({ refuseMs, onLost }: Losing): void {
    lost++
    refusedUntil = Date.now() + refuseMs
    cut()
    onLost?.()
  }
  const server = createServer((near) => {
    if (Date.now() < refusedUntil) return void near.destroy()
    const far = connect(targetPort, '127.0.0.1')
    let hides: Losing | null = null
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => (sockets.delete(socket), near.destroy(), far.destroy()))
    }
    near.on(
      'data',
      readFrames((frame) => {
        if (losing && losing.left > 0 && frame.length > 12 && frame.readInt32BE(8) === multi) {
          losing.left--
          if (losing.what === 'request') return lose(losing)
          hides = losing
        }
        far.write(frame)
      }),
    )
    far.on(
      'data',
      readFrames((frame) => {
        // Answers to pings have xid -2, watch events -1.
        if (!hides || frame.readInt32BE(4) < 0) return void near.write(frame)
        lose(hides)
        hides = null
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    get lost() {
      return lost
    },
    refuse: (ms) => {
      refusedUntil = Date.now() + ms
      cut()
    },
    lose: (how) => void (losing = { ...how, left: how.times ?? 1 }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        cut()
      }),
  }
}

/** Whole frames, each with the four bytes of its length. */
function readFrames(take: (frame: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0)
      const frame = rest.subarray(0, end)
      rest = rest.subarray(end)
      take(frame)
    }
  }
}
