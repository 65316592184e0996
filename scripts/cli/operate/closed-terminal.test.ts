import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../../understudy.mjs', import.meta.url))
const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

const plan = {
  kind: 'stop-jobmanager',
  clusterId: 'east',
  target: 'jm2:8081',
  sentence: 'Stops one.',
  confirm: 'East',
  deadlineMs: 9,
  steps: [],
  checks: [],
}
const running = {
  id: 'o1',
  ...plan,
  state: 'running',
  plan,
  step: null,
  by: { id: 'a', name: 'Ada', kind: 'person' },
  steps: [],
  result: null,
}

/** A console whose one operation never ends; resolves `followed` when a client follows it. */
async function aConsole() {
  const requests: string[] = []
  let follow: (response: ServerResponse) => void = () => {}
  const followed = new Promise<ServerResponse>((resolve) => (follow = resolve))
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const body: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => body.push(chunk))
      .on('end', () => {
        if (request.url?.endsWith('/events')) {
          response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`event: operation\ndata: ${JSON.stringify(running)}\n\n`)
          return follow(response)
        }
        const isDry = Buffer.concat(body).toString().includes('"dryRun":true')
        const answer = request.url?.startsWith('/api/v1/operations/') ? running : isDry ? plan : { id: 'o1' }
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
      })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => (server.closeAllConnections(), server.close()))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, followed }
}

it.each([
  ['SIGHUP', 'a closed terminal ends the command and leaves the operation to the console', []],
  ['SIGINT', 'Ctrl-C asks for the abort of the operation', ['POST /api/v1/operations/o1/abort']],
] as const)(
  'On %s, %s',
  async (signal, _what, aborts) => {
    const { url, requests, followed } = await aConsole()
    const args = ['stop-jobmanager', 'jm2:8081', '--cluster', 'east', '--yes', 'East', '--url', url]
    const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore', env: { ...process.env, UNDERSTUDY_API_KEY: 'k' } })
    closing.push(() => child.kill('SIGKILL'))
    await followed
    child.kill(signal)
    if (signal === 'SIGHUP') expect(await once(child, 'exit')).toEqual([null, 'SIGHUP'])
    else await expect.poll(() => requests.filter((one) => one.endsWith('/abort')).length, { timeout: 60_000 }).toBe(1)
    expect(requests.filter((one) => one.endsWith('/abort'))).toEqual(aborts)
  },
  120_000,
)
