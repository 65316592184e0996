import { connect } from 'node:net'

/** Mode of a ZooKeeper member by the four-letter word `srvr`, which Flink's wrapper allows; null while it does not serve. */
export function findServingMode(host: string, port: number, timeoutMs = 1000): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    let answer = ''
    socket.setTimeout(timeoutMs, () => socket.destroy())
    socket.on('connect', () => socket.write('srvr'))
    socket.on('data', (chunk: Buffer) => (answer = (answer + chunk.toString('latin1')).slice(0, 8192)))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(/^Mode: (\w+)/m.exec(answer)?.[1] ?? null))
  })
}
