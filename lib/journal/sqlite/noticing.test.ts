import { beforeEach, describe, expect, it } from 'vitest'
import type { NewsTopic } from '../news'
import { createNoticing, type Noticing } from './noticing'

let told: (readonly NewsTopic[])[]
let noticing: Noticing
beforeEach(() => {
  told = []
  noticing = createNoticing((topics) => told.push(topics))
})

describe('news from SQLite’s statements', () => {
  it.each<[string, readonly NewsTopic[]]>([
    ['insert into "events" ("at") values (?)', ['activity']],
    ['update "status_deliveries" set "attempts" = ?', ['webhooks']],
    ['delete from "emergency_stop"', ['emergency-stop', 'autopilots']],
    ['insert into "status_updates" ("id") values (?)', ['activity', 'status-pages']],
    ['update "autopilot_runs" set "result" = ? where "id" = ? returning "id"', ['autopilots']],
  ])('The statement %s announces %j', (sql, topics) => {
    noticing.executed(sql, true)
    expect(told).toEqual([topics])
  })

  it.each([
    'select * from "emergency_stop"',
    'update "status_head" set "observed" = ?',
    'insert into "leases" ("name") values (?)',
    'create table "events" ("id" integer)',
  ])('The statement %s announces nothing', (sql) => {
    noticing.executed(sql, true)
    expect(told).toEqual([])
  })

  it('A statement that touched no row announces nothing', () => {
    noticing.executed('delete from "status_deliveries" where "created_at" < ?', false)
    expect(told).toEqual([])
  })

  it('A committed transaction is announced once with all its topics, and one rolled back is not', () => {
    noticing.began()
    for (const table of ['autopilots', 'events', 'autopilots', 'leases'])
      noticing.executed(`insert into "${table}" ("id") values (?)`, true)
    expect(told).toEqual([])
    noticing.ended('commit')
    expect(told).toEqual([['autopilots', 'activity']])
    noticing.began()
    noticing.executed('delete from "emergency_stop"', true)
    noticing.ended('rollback')
    noticing.executed('insert into "audit" ("seq") values (?)', true)
    expect(told.slice(1)).toEqual([['activity']])
  })
})
