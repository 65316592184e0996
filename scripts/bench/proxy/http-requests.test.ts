import { expect, test } from 'vitest'
import { createRequestCounter } from './http-requests'

test('Requests on one kept connection are counted one by one, wherever the bytes are cut', () => {
  const text = 'GET /config HTTP/1.1\r\nhost: jm1:8081\r\n\r\nGET /jobs/overview HTTP/1.1\r\nhost: jm1:8081\r\naccept: */*\r\n\r\n'
  for (let cut = 0; cut <= text.length; cut++) {
    const lines: string[] = []
    const take = createRequestCounter((line) => lines.push(line))
    take(Buffer.from(text.slice(0, cut)))
    take(Buffer.from(text.slice(cut)))
    expect(lines).toEqual(['GET /config', 'GET /jobs/overview'])
  }
})
