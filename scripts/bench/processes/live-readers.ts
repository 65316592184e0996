import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { preciseNow } from '../clock'
import { serveParent } from './serve-parent'

const sockets: Socket[] = []
let arrived: number[] = []
let wanted = 0
let whenAll: (() => void) | null = null

/** Opens `reading` readers of a page's live stream and `mute` ones that never read a byte. Loopback only. */
async function open({ port, path, reading, mute }: { port: number; path: string; reading: number; mute: number }): Promise<number> {
  wanted = reading
  // In groups: a server's queue of connections to accept is short.
  for (let i = 0; i < reading; i += 200) await Promise.all(Array.from({ length: Math.min(200, reading - i) }, () => openReader(port, path)))
  await Promise.all(Array.from({ length: mute }, () => openMute(port, path)))
  return sockets.length
}

function openReader(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`))
    sockets.push(socket)
    socket.once('data', () => resolve())
    socket.on('data', (part: Buffer) => {
      // Only a state is as long; the end of an event is the end of a part or in the middle of the next, within a millisecond.
      if (part.includes('event: state')) arrive()
    })
    socket.on('error', reject)
  })
}

function openMute(port: number, path: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.pause()
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, () => resolve())
    })
    socket.on('error', () => undefined)
    sockets.push(socket)
  })
}

function arrive(): void {
  arrived.push(preciseNow())
  if (arrived.length === wanted) whenAll?.()
}

/**
 * Forgets earlier states and waits for the next one at each reader.
 * @returns when the last got it, epoch ms with fractions; null: not all within the limit
 */
async function next(limitMs: number): Promise<{ last: number | null; arrived: number }> {
  arrived = []
  const isAll = await Promise.race([new Promise<true>((resolve) => (whenAll = () => resolve(true))), sleep(limitMs, false)])
  return { last: isAll ? Math.max(...arrived) : null, arrived: arrived.length }
}

serveParent({
  open: (argument) => open(argument as { port: number; path: string; reading: number; mute: number }),
  next: (argument) => next(argument as number),
})
