import { expect, it } from 'vitest'
import { nextPortState, type PortEvent, type PortState } from './port-state'

const events: PortEvent[] = ['opened', 'refused', 'lost', 'answered', 'sees-no-leader', 'unanswered', 'doubted', 'closed']
const run = (state: PortState, ...happened: PortEvent[]) => happened.reduce(nextPortState, state)

it('A link that opens says nothing of the process until /config answers', () => {
  expect(run('connecting', 'opened')).toBe('checking')
  expect(run('connecting', 'opened', 'answered')).toBe('ready')
  expect(run('connecting', 'opened', 'sees-no-leader')).toBe('leaderless')
})

it('A port at which nothing listened is remembered until a link opens', () => {
  expect(run('connecting', 'refused', 'lost', 'unanswered', 'doubted')).toBe('gone')
  expect(run('connecting', 'refused', 'opened', 'lost')).toBe('connecting')
})

it('A failed request makes a port that answered uncertain, and one that saw no leader stays so', () => {
  expect(run('ready', 'doubted')).toBe('checking')
  expect(run('leaderless', 'doubted')).toBe('leaderless')
  expect(run('leaderless', 'unanswered')).toBe('checking')
})

it('A lost link proves nothing, and no transition leads out of closed', () => {
  for (const state of ['checking', 'leaderless', 'ready'] as const) expect(run(state, 'lost')).toBe('connecting')
  for (const event of events) expect(run('closed', event)).toBe('closed')
})
