import { request } from 'node:http'
import type { AddressInfo, Server } from 'node:net'

export interface StatusAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  text: string
}

/** Listens on a free port of this machine. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** One request with exactly these headers; fetch would add its own and unpack the answer. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<StatusAnswer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const body = Buffer.concat(parts)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text: body.toString() })
      })
    })
    asking.on('error', reject)
    asking.end()
  })
}

export interface LiveEvent {
  event: string
  data: Record<string, unknown>
}

/** Reads a live stream until `isEnough`, then closes it. */
export function readLive(port: number, path: string, isEnough: (events: LiveEvent[]) => boolean): Promise<LiveEvent[]> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        const events = toEvents(text)
        if (!isEnough(events)) return
        asking.destroy()
        resolve(events)
      })
      response.on('end', () => reject(new Error(`The stream ended (${response.statusCode}).`)))
    })
    asking.on('error', reject)
    asking.end()
  })
}

function toEvents(text: string): LiveEvent[] {
  return [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, event, data]) => ({
    event: event!,
    data: JSON.parse(data!) as Record<string, unknown>,
  }))
}
