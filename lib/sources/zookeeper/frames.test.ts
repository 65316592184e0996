import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ZooKeeperError } from './errors'
import { FrameSplitter } from './frames'

function toFrame(body: Uint8Array): Buffer {
  const header = Buffer.alloc(4)
  header.writeInt32BE(body.length)
  return Buffer.concat([header, body])
}

function* chunksOf(whole: Buffer, sizes: number[]): Generator<Buffer> {
  let at = 0
  for (let i = 0; at < whole.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    yield whole.subarray(at, at + size)
    at += size
  }
}

describe('the frame splitter', () => {
  it('The frame splitter gives the same messages however the bytes arrive', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 20 })
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (messages, sizes) => {
        const splitter = new FrameSplitter()
        const got: Uint8Array[] = []
        for (const chunk of chunksOf(Buffer.concat(messages.map(toFrame)), sizes))
          splitter.push(chunk, (frame) => got.push(Uint8Array.from(frame)))
        expect(got).toEqual(messages)
      }),
    )
  })

  it('Arbitrary bytes make the frame splitter throw only typed errors', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (chunks) => {
        const splitter = new FrameSplitter(100)
        try {
          for (const chunk of chunks) splitter.push(Buffer.from(chunk), () => undefined)
        } catch (error) {
          expect(error).toBeInstanceOf(ZooKeeperError)
        }
      }),
    )
  })

  it('The frame splitter refuses a frame above the limit before holding any of it', () => {
    const splitter = new FrameSplitter(10)
    expect(() => splitter.push(toFrame(new Uint8Array(11)).subarray(0, 4), () => undefined)).toThrow(
      expect.objectContaining({ code: 'frame-too-large' }),
    )
  })

  it('The frame splitter refuses a negative length', () => {
    expect(() => new FrameSplitter().push(Buffer.from('fffffff0', 'hex'), () => undefined)).toThrow(
      expect.objectContaining({ code: 'protocol' }),
    )
  })
})
