import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy in front of one port that misbehaves on demand. */
export interface CuttingProxy {
  readonly port: number
  /** connections accepted so far */
  readonly accepted: number
  /** cuts all connections now; new ones are let through */
  cut(): void
  /** swallows all bytes, both ways, without closing anything; new connections too */
  freeze(): void
  resume(): void
  close(): Promise<void>
}

export async function startCuttingProxy(targetPort: number): Promise<CuttingProxy> {
  const pairs = new Set<[Socket, Socket]>()
  let frozen = false
  let accepted = 0
  const pass = (from: Socket, to: Socket) =>
    from.on('data', (chunk) => {
      if (!frozen) to.write(chunk)
    })
  const server = createServer((near) => {
    accepted++
    const far = connect(targetPort, '127.0.0.1')
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const pair of [...pairs]) pair[0].destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted
    },
    cut,
    freeze: () => {
      frozen = true
    },
    resume: () => {
      frozen = false
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        cut()
      }),
  }
}
