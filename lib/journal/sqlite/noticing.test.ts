import { beforeEach, describe, expect, it } from 'vitest'
import type { ChangeTopic } from '../changes'
import { createNoticing, type Noticing } from './noticing'

let message: (readonly ChangeTopic[])[]
let noticing: Noticing
beforeEach(() => {
  message = []
  noticing = createNoticing((topics) => message.push(topics))
})

describe('news from SQLite’s statements', () => {
  it.each<[string, readonly ChangeTopic[]]>([
    ['insert into "events" ("at") values (?)', ['activity']],
    ['update "status_deliveries" set "attempts" = ?', ['webhooks']],
    ['delete from "emergency_stop"', ['emergency-stop', 'autopilots']],
    ['insert into "status_updates" ("id") values (?)', ['activity', 'status-pages']],
    ['update "autopilot_runs" set "result" = ? where "id" = ? returning "id"', ['autopilots']],
  ])('The statement %s announces %j', (sql, topics) => {
    noticing.executed(sql, true)
    expect(message).toEqual([topics])
  })

  it.each([
    'select * from "emergency_stop"',
    'update "status_head" set "observed" = ?',
    'insert into "leases" ("name") values (?)',
    'create table "events" ("id" integer)',
  ])('The statement %s announces nothing', (sql) => {
    noticing.executed(sql, true)
    expect(message).toEqual([])
  })

  it('A statement that touched no row announces nothing', () => {
    noticing.executed('delete from "status_deliveries" where "created_at" < ?', false)
    expect(message).toEqual([])
  })

  it('A committed transaction is announced once with all its topics, and one rolled back is not', () => {
    noticing.began()
    for (const table of ['autopilots', 'events', 'autopilots', 'leases'])
      noticing.executed(`insert into "${table}" ("id") values (?)`, true)
    expect(message).toEqual([])
    noticing.ended('commit')
    expect(message).toEqual([['autopilots', 'activity']])
    noticing.began()
    noticing.executed('delete from "emergency_stop"', true)
    noticing.ended('rollback')
    noticing.executed('insert into "audit" ("seq") values (?)', true)
    expect(message.slice(1)).toEqual([['activity']])
  })
})
