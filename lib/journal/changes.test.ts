import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { getJournalChanges, changeTopics } from './changes'

beforeEach(() => {
  processWide.log = pino({ level: 'silent' })
  processWide.journalChanges = undefined
})

describe('news of the journal', () => {
  it('News reach only the subscribers of their topic', () => {
    const news = getJournalChanges()
    const heard: Record<string, unknown[]> = { activity: [], settings: [] }
    news.subscribe(['activity'], (topics) => heard.activity!.push(topics))
    const stop = news.subscribe(['emergency-stop', 'webhooks'], (topics) => heard.settings!.push(topics))
    news.notify(['activity'])
    news.notify(['autopilots', 'emergency-stop'])
    news.notify(changeTopics)
    stop()
    news.notify(changeTopics)
    expect(heard).toEqual({
      activity: [['activity'], ['activity'], ['activity']],
      settings: [['emergency-stop'], ['emergency-stop', 'webhooks']],
    })
  })

  it('A failing listener keeps news neither from other listeners nor from being written', () => {
    const news = getJournalChanges()
    const heard: unknown[] = []
    news.subscribe(['activity'], () => {
      throw new Error('broken')
    })
    news.subscribe(['activity'], (topics) => heard.push(topics))
    expect(() => news.notify(['activity'])).not.toThrow()
    expect(heard).toEqual([['activity']])
  })
})
