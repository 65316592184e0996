import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { RecordedAnswer } from '@/lib/testing/recorded/recorded-flink'

export interface FakeServer {
  readonly port: number
  /** Requests in order, `path`s only. */
  readonly asked: string[]
  /** Closes every connection at once, as a killed process' kernel does, and stops listening. */
  kill(): Promise<void>
}

type Respond = (request: IncomingMessage, response: ServerResponse) => void

/** A JobManager's web server with given answers; `respond` may be replaced while it runs. */
export async function startFakeJobManager(respond: { current: Respond }, port = 0): Promise<FakeServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    respond.current(request, response)
  })
  return { asked, ...(await listen(server, port)) }
}

/** A server below HTTP: `onSocket` controls each connection. */
export async function startFakeTcp(onSocket: (socket: Socket) => void): Promise<FakeServer> {
  return { asked: [], ...(await listen(createTcpServer(onSocket), 0)) }
}

async function listen(server: Server, port: number): Promise<Pick<FakeServer, 'port' | 'kill'>> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    kill: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.resetAndDestroy()
      }),
  }
}

/** Answers by path; every other path gets Flink's 404. */
export function answering(answers: Readonly<Record<string, RecordedAnswer>>): Respond {
  return (request, response) => {
    const answer = answers[request.url ?? ''] ?? { status: 404, json: { errors: [`Unable to load requested file ${request.url}.`] } }
    const body = answer.json === undefined ? (answer.body ?? '') : JSON.stringify(answer.json)
    response.writeHead(answer.status ?? 500, {
      'content-type': answer.json === undefined ? 'text/plain' : 'application/json; charset=UTF-8',
      ...pickLocation(answer),
    })
    response.end(body)
  }
}

function pickLocation({ headers }: RecordedAnswer): Record<string, string> {
  return headers?.location ? { location: headers.location } : {}
}
