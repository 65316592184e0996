import { beforeEach, describe, expect, it } from 'vitest'
import { LiveConnection, silenceLimitMs, type ConnectionStatus, type LiveHandlers, type LiveWorld } from './live-connection'

class FakeSource extends EventTarget {
  onerror: (() => void) | null = null
  closed = false
  constructor(readonly url: string) {
    super()
  }
  close() {
    this.closed = true
  }
  say(name: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: typeof data === 'string' ? data : JSON.stringify(data) }))
  }
}

/** An environment whose clock moves by hand. */
function aWorld() {
  let now = 1_000_000
  const timers = new Map<number, { at: number; run: () => void }>()
  let number = 0
  const sources: FakeSource[] = []
  let wake: () => void = () => undefined
  const world: LiveWorld = {
    open: (url) => {
      sources.push(new FakeSource(url))
      return sources.at(-1) as unknown as EventSource
    },
    now: () => now,
    setTimer: (run, ms) => (timers.set(++number, { at: now + ms, run }), number),
    clearTimer: (timer) => timers.delete(timer as number),
    onWake: (run) => {
      wake = run
      return () => (wake = () => undefined)
    },
  }
  const pass = (ms: number) => {
    const end = now + ms
    for (;;) {
      const due = [...timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0]
      if (!due) break
      timers.delete(due[0])
      now = due[1].at
      due[1].run()
    }
    now = end
  }
  return {
    world,
    sources,
    pass,
    sleep: (ms: number) => (now += ms),
    wake: () => wake(),
    newest: () => sources.at(-1) as FakeSource,
    timers,
  }
}

const beat = { now: new Date(1_000_000).toISOString(), epoch: 'e1', revision: 1 }

describe('the live connection', () => {
  let at: ReturnType<typeof aWorld>
  let states: string[]
  let gap: boolean
  let connected: number
  let connection: LiveConnection

  beforeEach(() => {
    at = aWorld()
    states = []
    gap = false
    connected = 0
    const handlers: LiveHandlers = {
      events: { snapshot: () => 'fine', patch: () => (gap ? 'gap' : 'fine') },
      onBeat: () => 'fine',
      onConnected: () => void connected++,
    }
    const report = ({ state }: Partial<ConnectionStatus>) => {
      if (state !== undefined && states.at(-1) !== state) states.push(state)
    }
    connection = new LiveConnection('/events', handlers, report, at.world)
  })

  it('The connection is live with the first message and stays live while beats arrive', () => {
    at.newest().say('snapshot', {})
    for (let second = 0; second < 60; second++) {
      at.pass(1_000)
      at.newest().say('beat', beat)
    }
    expect(states).toEqual(['connecting', 'live'])
    expect(at.sources).toHaveLength(1)
  })

  it('The connection is stale within two seconds after beats stop, although it seems open', () => {
    at.newest().say('beat', beat)
    at.pass(silenceLimitMs - 1)
    expect(states.at(-1)).toBe('live')
    at.pass(1)
    expect(states.at(-1)).toBe('stale')
    expect(silenceLimitMs).toBeLessThan(2_000)
  })

  it('The connection reopens at once after an error, is stale after two seconds of failures, and recovers by itself', () => {
    at.newest().say('beat', beat)
    at.newest().onerror?.()
    expect(states.at(-1)).toBe('connecting')
    at.pass(150)
    expect(at.sources).toHaveLength(2)
    for (let tries = 0; tries < 6; tries++) {
      at.newest().onerror?.()
      at.pass(2_000)
    }
    expect(states.at(-1)).toBe('stale')
    at.pass(5_000)
    at.newest().say('snapshot', {})
    expect(states.at(-1)).toBe('live')
  })

  it('The connection never waits longer than five seconds between two tries and never retries without a pause', () => {
    const opened: number[] = []
    for (let tries = 0; tries < 12; tries++) {
      at.newest().onerror?.()
      const before = at.sources.length
      let waited = 0
      while (at.sources.length === before) {
        at.pass(10)
        waited += 10
      }
      opened.push(waited)
    }
    expect(Math.max(...opened)).toBeLessThanOrEqual(5_000)
    expect(Math.min(...opened)).toBeGreaterThanOrEqual(150)
  })

  it('An open connection that says nothing is given up', () => {
    at.newest().say('beat', beat)
    at.pass(10_000)
    expect(at.sources.length).toBeGreaterThan(1)
    expect(at.sources[0]?.closed).toBe(true)
  })

  it('A gap reopens the connection with a pause that grows while gaps follow each other', () => {
    gap = true
    at.newest().say('patch', {})
    expect(at.sources[0]?.closed).toBe(true)
    at.pass(150)
    expect(at.sources).toHaveLength(2)
    at.newest().say('patch', {})
    at.pass(150)
    expect(at.sources).toHaveLength(2)
    at.pass(150)
    expect(at.sources).toHaveLength(3)
  })

  it('Each connection reports once that it is connected, with its first readable message', () => {
    expect(connected).toBe(0)
    at.newest().say('snapshot', {})
    at.newest().say('beat', beat)
    expect(connected).toBe(1)
    at.newest().onerror?.()
    at.pass(150)
    expect(connected).toBe(1)
    at.newest().say('snapshot', '{"half":')
    at.pass(300)
    expect(connected).toBe(1)
    at.newest().say('beat', beat)
    at.newest().say('snapshot', {})
    expect(connected).toBe(2)
  })

  it('An unreadable message counts as a gap', () => {
    at.newest().say('snapshot', '{"half":')
    at.pass(150)
    expect(at.sources).toHaveLength(2)
    expect(states).not.toContain('live')
  })

  it('The connection reopens at once when the machine wakes up', () => {
    at.newest().say('beat', beat)
    at.sleep(3_600_000)
    at.wake()
    expect(states.at(-1)).toBe('stale')
    expect(at.sources).toHaveLength(2)
    at.newest().say('snapshot', {})
    expect(states.at(-1)).toBe('live')
  })

  it('A healthy connection is left alone when the tab is shown again', () => {
    at.newest().say('beat', beat)
    at.pass(900)
    at.wake()
    expect(at.sources).toHaveLength(1)
  })

  it('A connection that was given up is ignored, and closing leaves no timer', () => {
    const first = at.newest()
    first.onerror?.()
    at.pass(150)
    first.say('snapshot', {})
    expect(states).not.toContain('live')
    connection.close()
    expect(at.timers.size).toBe(0)
    expect(at.newest().closed).toBe(true)
    at.newest().say('snapshot', {})
    expect(states).not.toContain('live')
  })
})
