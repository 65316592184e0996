import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { ReaderActor } from '@/lib/client/use-actor'
import { RenderedAt } from '@/lib/client/use-now'
import type { Actor } from '@/lib/model/actor'
import type { DrillList, DrillReport } from '@/lib/model/drills/drill-report'
import { aDrillAt, aReport, toDrillSummary, type DrillCourse } from '@/lib/testing/a-drill'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aRecord } from '@/lib/testing/an-operation'
import { aSituation, type SituationName } from '@/lib/testing/situations'
import { drillingFor } from '@/lib/testing/situations-operated'
import { DrillPage } from './drill-page'
import { DrillsPage } from './drills-page'

vi.mock('next/navigation', () => ({ useRouter: () => ({ replace: () => undefined }) }))

const ada: Actor = { kind: 'person', id: 'u1', name: 'Ada', role: 'operator' }
type Rendered = Parameters<typeof createElement>[2]
const render = (page: Rendered, actor: Actor = ada) =>
  renderToStaticMarkup(createElement(RenderedAt, { value: aMoment }, createElement(ReaderActor, { value: actor }, page)))
const toText = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
const snapshot = aSituation('mayAct')

const listOf = (...courses: DrillCourse[]): DrillList => ({
  allowed: true,
  drills: courses.map((course) => toDrillSummary(aReport(course))),
})
const pick = (drills: DrillList | undefined, actor?: Actor, name: SituationName = 'mayAct') =>
  render(createElement(DrillsPage, { initial: aSituation(name), drills }), actor)
const reportPage = (report: DrillReport) => render(createElement(DrillPage, { initial: snapshot, record: null, drill: null, report }))
const runningPage = (hasRow = true) => {
  const { aDrill } = aDrillAt(aMoment - drillingFor * 1000, aSituation('drilling').cluster)
  const record = { ...aRecord(), kind: 'drill-freeze-leader' as const }
  return render(
    createElement(DrillPage, { initial: aSituation('drilling'), record, drill: hasRow ? aDrill({ seconds: [] }) : null, report: null }),
  )
}
const missed: DrillCourse = { seconds: [33.9, 34.3, 63.8], leftBehind: ['Pid 2801 is still stopped. Continue it: `kill -s CONT 2801`'] }
const aborted: DrillCourse = { seconds: [], abort: 'Ada ended it.' }
const unclear: DrillCourse = { objectiveMs: 41_600 }

describe('pages of drills, as the server renders them', () => {
  it.each([
    ['never run', () => pick({ allowed: true, drills: [] })],
    ['unread', () => pick(undefined)],
    ['failed and aborted runs', () => pick(listOf(aborted, missed))],
    ['while one runs', () => pick(listOf(missed), ada, 'drilling')],
    ['no leader', () => pick(listOf(missed), ada, 'leaderDied')],
    ['nothing known', () => pick(listOf(missed), ada, 'justStarted')],
    ['a passed report', () => reportPage(aReport())],
    ['a failed report', () => reportPage(aReport(missed))],
    ['an aborted report', () => reportPage(aReport(aborted))],
    ['an inconclusive report', () => reportPage(aReport(unclear))],
    ['a report of a standby', () => reportPage(aReport({ scenario: 'crash-standby', seconds: [31] }))],
    ['a running drill', () => runningPage()],
    ['a drill that just begins', () => runningPage(false)],
  ])('The page has one first heading and shows no NaN, undefined or null: %s', (_, page) => {
    const html = page()
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(toText(html)).not.toMatch(/\b(NaN|undefined|null|N\/A|Invalid Date)\b/)
  })

  it('A viewer sees the cards without buttons, an operator with them', () => {
    const count = (html: string) => html.match(/aria-haspopup="dialog"/g)?.length ?? 0
    expect(count(pick(listOf(missed), { ...ada, role: 'viewer' }))).toBe(0)
    expect(count(pick(listOf(missed)))).toBe(5)
  })

  it('A failed card stays in sight beside a later aborted run, which is named as proving nothing', () => {
    const html = pick(listOf({ ...aborted, number: 62 }, { ...missed, number: 61 }))
    expect(html).toMatch(/data-scenario="freeze-leader" data-standing="failed"/)
    expect(toText(html)).toContain('#62 since then: aborted, which proves nothing.')
  })

  it('An aborted run has no recovery time, also where no job was interrupted until then', () => {
    const text = toText(pick(listOf({ ...aborted, scenario: 'crash-standby', number: 52 })))
    expect(text).toContain('#52 · not measured')
    expect(text).not.toContain('no interruption')
    expect(toText(reportPage(aReport({ ...aborted, scenario: 'crash-standby' })))).toContain('not known whether the objective was met')
  })

  it('Where drills are not allowed every card says so with the fix, and none has a button', () => {
    const html = pick({ ...listOf(missed), allowed: false })
    expect(html.match(/Cannot run now/g)).toHaveLength(4)
    expect(html).not.toContain('aria-haspopup="dialog"')
    expect(toText(html)).toContain('drills: { allow: true }')
  })

  it('A failed report names the objective, what is left behind and the command against it', () => {
    const text = toText(reportPage(aReport(missed)))
    expect(text).toContain('Pid 2801 is still stopped')
    expect(text).toContain('All jobs ran again after 63.8 s')
    expect(text).toContain('objective 60 s')
  })

  it('An aborted report names who ended it, and calls nothing measured that was not', () => {
    const text = toText(reportPage(aReport(aborted)))
    expect(text).toContain('Ada ended it.')
    expect(text).toContain('not measured')
    expect(text).not.toMatch(/Recovery time \d/)
  })

  it('A running drill says what is broken, what Abort undoes, and marks the fault on its object alone', () => {
    const html = runningPage()
    expect(toText(html)).toContain('jm1:8081 has been frozen for 12 s.')
    expect(html).toContain('Abort and resume jm1:8081')
    expect(html.match(/data-broken="true"/g)).toHaveLength(1)
    expect(html).toMatch(/data-master="jm1:8081" data-broken="true"/)
  })
})
