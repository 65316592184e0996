import { pino } from 'pino'
import { expect, test } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { Outbox } from './outbox'
import { StreamReader } from './reader'

class Letters extends Outbox {
  constructor(readonly waiting: (string | Error)[]) {
    super()
  }

  protected takeChanges(): Uint8Array | null {
    const next = this.waiting.shift()
    if (next instanceof Error) throw next
    return next === undefined ? null : new TextEncoder().encode(next)
  }
}

const read = async (reader: ReadableStreamDefaultReader<Uint8Array>) => new TextDecoder().decode((await reader.read()).value)

test('A stream reader takes only as much from the outbox as the client asks for', async () => {
  const reader = new StreamReader(new Letters(['a', 'b', 'c']), new AbortController().signal)
  const body = reader.stream.getReader()
  expect(await read(body)).toBe('retry: 1000\n\n')
  expect(await read(body)).toBe('a')
  reader.wake()
  reader.wake()
  expect(reader.outbox.waiting).toEqual(['b', 'c'])
})

test('An event that cannot be made ends its own stream without an error for the publisher', async () => {
  processWide.log = pino({ level: 'silent' })
  const reader = new StreamReader(new Letters([]), new AbortController().signal)
  let left = 0
  reader.onLeave(() => left++)
  const body = reader.stream.getReader()
  await body.read()
  const asking = body.read()
  reader.outbox.waiting.push(new Error('too large'))
  expect(() => reader.wake()).not.toThrow()
  await expect(asking).rejects.toThrow('too large')
  expect(left).toBe(1)
  expect(() => reader.wake()).not.toThrow()
})

test('A stream reader reports its leaving once, and at once to late subscribers', () => {
  const abort = new AbortController()
  const reader = new StreamReader(new Letters([]), abort.signal)
  let left = 0
  reader.onLeave(() => left++)
  abort.abort()
  reader.end()
  reader.onLeave(() => (left += 10))
  expect(left).toBe(11)
})
