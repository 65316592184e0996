import { beforeEach, describe, expect, it } from 'vitest'
import { settingsTopics } from '@/lib/model/settings-topics'
import { followSettings } from './follow-settings'
import type { LiveHandlers } from './live-connection'

/** Cache keys of a browser, the console's and others. */
const held = [
  '/api/v1/emergency-stop',
  '/api/v1/clusters/east/autopilot',
  '/api/v1/clusters/a%2Fb/autopilot',
  '/api/v1/status-pages/p1',
  '/api/v1/status-pages/p1/webhooks',
  '/api/v1/clusters',
  '/api/v1/clusters/east/operations',
  '/api/v1/clusters/east/backups',
  '/api/v1/session',
  '/api/v1/operations/o1',
  ['history', 'east', 3_600_000],
  undefined,
]
const [stop, pilot, otherPilot, page, webhooks] = held
let asked: unknown[][]
let handlers: LiveHandlers
beforeEach(() => {
  asked = []
  const own: LiveHandlers = { events: { cluster: () => 'gap' }, onBeat: () => 'gap' }
  handlers = followSettings(own, (fits) => asked.push(held.filter(fits)))
})

describe('settings events on a connection', () => {
  it.each([
    [['emergency-stop'], [stop]],
    [['autopilots'], [pilot, otherPilot]],
    [['status-pages'], [page]],
    [['webhooks'], [webhooks]],
    [
      ['emergency-stop', 'autopilots'],
      [stop, pilot, otherPilot],
    ],
    [['what a newer server knows'], []],
  ])('The event for %j refetches exactly those settings', (changed, expected) => {
    expect(handlers.events.settings?.({ changed })).toBe('fine')
    expect(asked).toEqual([expected])
  })

  it('Every connect refetches all settings and nothing else', () => {
    handlers.onConnected?.()
    expect(asked).toEqual([[stop, pilot, otherPilot, page, webhooks]])
    expect(settingsTopics).toHaveLength(4)
  })

  it('Events of the stream’s own subject reach their handlers', () => {
    expect([handlers.events.cluster?.({}), handlers.onBeat({ now: '', epoch: '' })]).toEqual(['gap', 'gap'])
    expect(asked).toEqual([])
  })
})
