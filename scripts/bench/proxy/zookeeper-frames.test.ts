import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameCounter } from './zookeeper-frames'

const frame = (...ints: number[]) => {
  const bytes = Buffer.alloc(4 + ints.length * 4)
  bytes.writeInt32BE(ints.length * 4, 0)
  ints.forEach((int, i) => bytes.writeInt32BE(int, 4 + i * 4))
  return bytes
}

const count = (chunks: Uint8Array[]) => {
  const kinds: string[] = []
  const take = createFrameCounter((kind) => kinds.push(kind))
  for (const chunk of chunks) take(chunk)
  return kinds
}

const conversation = Buffer.concat([frame(0, 0, 0, 0), frame(1, 4, 0), frame(2, 106, 7), frame(-2, 11), frame(-2, 11)])

test('Each request of a ZooKeeper session counts once, pings too', () => {
  expect(count([conversation])).toEqual(['connect', 'getData', 'addWatch', 'ping', 'ping'])
})

test('Requests of a ZooKeeper session are counted wherever the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: conversation.length - 1 }), { maxLength: 8 }), (cuts) => {
      const at = [0, ...[...cuts].sort((a, b) => a - b), conversation.length]
      expect(count(at.slice(1).map((to, i) => conversation.subarray(at[i], to)))).toEqual([
        'connect',
        'getData',
        'addWatch',
        'ping',
        'ping',
      ])
    }),
  )
})

test('A four-letter word is one request of its own', () => {
  expect(count([Buffer.from('srvr')])).toEqual(['word srvr'])
  expect(count([Buffer.from('sr'), Buffer.from('vr')])).toEqual(['word srvr'])
})
