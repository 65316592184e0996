import { connect } from 'node:net'

/** Mode of a ZooKeeper member by its own answer; null: it answers nothing, or does not serve. */
export function askMode(port: number, withinMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const timer = setTimeout(() => socket.destroy(), withinMs)
    let answer = ''
    socket.on('connect', () => socket.write('srvr'))
    socket.on('data', (chunk) => (answer = (answer + chunk.toString('latin1')).slice(0, 8_192)))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(/^Mode: (\w+)/m.exec(answer)?.[1] ?? null)
    })
  })
}
