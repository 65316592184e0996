import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { processWide } from '@/lib/base/process-wide'
import { getJournalNews, newsTopics } from './news'

beforeEach(() => {
  processWide.log = pino({ level: 'silent' })
  processWide.journalNews = undefined
})

describe('news of the journal', () => {
  it('News reach only the subscribers of their topic', () => {
    const news = getJournalNews()
    const heard: Record<string, unknown[]> = { activity: [], settings: [] }
    news.subscribe(['activity'], (topics) => heard.activity!.push(topics))
    const stop = news.subscribe(['emergency-stop', 'webhooks'], (topics) => heard.settings!.push(topics))
    news.tell(['activity'])
    news.tell(['autopilots', 'emergency-stop'])
    news.tell(newsTopics)
    stop()
    news.tell(newsTopics)
    expect(heard).toEqual({
      activity: [['activity'], ['activity'], ['activity']],
      settings: [['emergency-stop'], ['emergency-stop', 'webhooks']],
    })
  })

  it('A failing listener keeps news neither from other listeners nor from being written', () => {
    const news = getJournalNews()
    const heard: unknown[] = []
    news.subscribe(['activity'], () => {
      throw new Error('broken')
    })
    news.subscribe(['activity'], (topics) => heard.push(topics))
    expect(() => news.tell(['activity'])).not.toThrow()
    expect(heard).toEqual([['activity']])
  })
})
