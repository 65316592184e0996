import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { ClusterPage } from './cluster/cluster-page'
import { ClustersPage } from './fleet/clusters-page'
import { ZookeeperPage } from './quorum/zookeeper-page'
import { RecoveryPage } from './recovery/recovery-page'
import { OperationsPage } from './operations/operations-page'
import { ReaderActor } from '@/lib/client/use-actor'
import { RenderedAt } from '@/lib/client/use-now'
import type { History, Moment } from '@/lib/model/history'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aSituation, aSummary, situations, type SituationName } from '@/lib/testing/situations'
import { handedOver } from '@/lib/testing/situations-operated'
import { aWatchedCluster } from '@/lib/testing/watched/a-watched-cluster'

vi.mock('next/navigation', () => ({ useRouter: () => ({ replace: () => undefined }) }))

const names = Object.keys(situations) as SituationName[]
const render = (page: Parameters<typeof createElement>[2]) => renderToStaticMarkup(createElement(RenderedAt, { value: aMoment }, page))
const noHistory: History = {
  since: null,
  from: new Date(aMoment - 86_400_000).toISOString(),
  to: new Date(aMoment).toISOString(),
  resolutionMs: 0,
  lanes: [],
  verdicts: [],
  quorum: [],
  gaps: [],
  terms: [],
  events: [],
  next: null,
  problem: null,
}
const clusterPage = (initial: ClusterSnapshot, moment: Moment | null = null) =>
  render(createElement(ClusterPage, { initial, history: noHistory, range: '24h', moment }))
const overview = (name: SituationName) => clusterPage(aSituation(name))

describe('server-rendered pages', () => {
  it.each(names)('The pages of %s have one first heading each and show no NaN, undefined or null', (name) => {
    const snapshot = aSituation(name)
    const pages = [
      overview(name),
      render(createElement(RecoveryPage, { initial: snapshot, job: null })),
      render(createElement(ZookeeperPage, { initial: snapshot, root: null })),
    ]
    for (const html of pages) {
      expect(html.match(/<h1/g)).toHaveLength(1)
      expect(html.replace(/<[^>]*>/g, ' ')).not.toMatch(/\b(NaN|undefined|null|N\/A|Invalid Date)\b/)
    }
  })

  it('An outage has one figure in headline, bar and event, also after a frozen leader was killed', () => {
    const words = overview('afterFreeze')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
    expect(words).toMatch(/Last takeover [^·]* · 51 s without a leader/)
    expect(words).toContain('jm2:8081 took the lead after 51 s without a leader')
    expect(words).toMatch(/changes · 51 s without a leader/)
  })

  it('A hand-over of this console is shown as the operator’s action, without an alarm for the stopped leader', () => {
    const html = overview('handingOver')
    expect(html.replace(/<[^>]*>/g, '')).toContain('Was leader, process exited, during “Hand over the lead” (Ada)')
    expect(html).not.toMatch(/data-process="gone"[^>]*border-red/)
  })

  it('A leader that a hand-over stopped is shown as the operator’s action until it is started again, and as down when that did not happen', () => {
    const rowOf = (html: string) => /<li data-master="jm1:8081".*?<\/li>/s.exec(html)?.[0] ?? ''
    const during = overview('handedOver')
    expect(rowOf(during).replace(/<[^>]*>/g, '')).toMatch(/^jm1:8081 ○ down, during “Hand over the lead” \(Ada\)/)
    expect(rowOf(during)).not.toContain('text-red')
    expect(during).not.toContain('bin/jobmanager.sh start jm1')
    expect(during).toMatch(/>(?:Last t|T)akeover<\/span>.{0,400}during “Hand over the lead” \(Ada\)/s)
    expect(during).toMatch(/data-phase="process-gone"[^>]*><span[^>]*text-green/)
    const after = clusterPage(aWatchedCluster(aMoment, handedOver(aMoment, true)))
    expect(rowOf(after).replace(/<[^>]*>/g, '')).toMatch(/^jm1:8081 ▲ down /)
    expect(rowOf(after)).toContain('text-red')
    expect(after).toContain('bin/jobmanager.sh start jm1')
    expect(after).toMatch(/>(?:Last t|T)akeover<\/span>.{0,400}during “Hand over the lead” \(Ada\)/s)
  })

  it.each([
    ['viewer', 'mayAct', 'Your role can only view them.'],
    ['operator', 'mayAct', 'Choose an operation.'],
    ['operator', 'operating', 'One operation per cluster at a time.'],
  ] as const)('The Operations page tells a reader with the role %s in the situation %s: %s', (role, name, words) => {
    const value = { kind: 'person', id: 'u1', name: 'Ada', role } as const
    const html = render(createElement(ReaderActor, { value }, createElement(OperationsPage, { initial: aSituation(name), records: [] })))
    const lines = ['Your role can only view them.', 'Choose an operation.', 'One operation per cluster at a time.'].filter((line) =>
      html.includes(line),
    )
    expect(lines).toEqual([words])
  })

  it('The leader is highlighted only while nothing says that its process is dead', () => {
    const isLit = (name: SituationName) => overview(name).includes('stage-light')
    expect(names.filter((name) => !isLit(name)).sort()).toEqual([
      'handingOver',
      'justStarted',
      'leaderDied',
      'masterFrozen',
      'mayTakeOver',
      'notHa',
      'zookeeperLost',
    ])
  })

  it.each(names)('The past view of %s states the moment and its certainty first and offers no step', (name) => {
    const snapshot = aSituation(name)
    const iso = (ms: number) => new Date(aMoment + ms).toISOString()
    const html = clusterPage(aSituation('allIsWell'), {
      at: iso(20_000),
      takenAt: iso(0),
      nextTakenAt: null,
      gap: null,
      snapshot,
      after: [],
      previousChange: iso(-5_000),
      nextChange: null,
    })
    expect(html.indexOf('data-past')).toBeLessThan(html.indexOf('<h1'))
    expect(html).toContain('The snapshot is 20 s older.')
    expect(html).toContain(`?at=${iso(-5_000)}`)
    expect(html).not.toContain('aria-label="Next step"')
    expect(html).not.toContain('data-last-log')
    expect(html).not.toContain('Last lines of its log')
    expect(html).toContain(`data-level="${snapshot.verdict.level}"`)
  })

  it('A past view within a gap says that nothing is known of that moment', () => {
    const iso = (ms: number) => new Date(aMoment + ms).toISOString()
    const html = clusterPage(aSituation('allIsWell'), {
      at: iso(600_000),
      takenAt: iso(0),
      nextTakenAt: null,
      gap: { from: iso(1_000), to: iso(900_000) },
      snapshot: aSituation('leaderDied'),
      after: [],
      previousChange: null,
      nextChange: null,
    })
    expect(html).toContain('No data from')
    expect(html).toContain('is not known')
  })

  it('The card of a dead leader has a place for the last lines of its log and no link to its web UI, and none in the past', () => {
    const cardOf = (html: string) => /<article data-master="jm1:8081".*?<\/article>/s.exec(html)?.[0] ?? ''
    expect(cardOf(overview('leaderDied'))).toContain('data-last-log="reading"')
    expect(cardOf(overview('leaderDied'))).not.toContain('Flink UI')
    expect(cardOf(overview('allIsWell'))).toContain('Flink UI')
    expect(cardOf(overview('allIsWell'))).not.toContain('data-last-log')
  })

  it('The page of ZooKeeper claims nothing of an election that was not read', () => {
    const page = (name: SituationName) => render(createElement(ZookeeperPage, { initial: aSituation(name), root: null }))
    expect(page('notHa')).toContain('The election could not be read.')
    expect(page('notHa')).not.toContain('No session takes part')
    expect(page('notHa')).not.toContain('No JobManager contends')
  })

  it('The session of a dead leader is shown as still listed and never as leading', () => {
    const html = render(createElement(ZookeeperPage, { initial: aSituation('leaderDied'), root: null }))
    expect(html).toContain('still listed as leader; process gone')
    expect(html).not.toContain('● leads')
  })

  it('The verdict is rendered with word, level and sentence in a live region', () => {
    const html = overview('leaderDied')
    expect(html).toContain('role="status" aria-live="polite" data-level="no-leader"')
    expect(html).toContain('No leader')
    expect(html).toContain('data-leader-session="bf84a7fd-93c1-4f5b-8a53-6f1d2e9ce3f9"')
    expect(html).toContain('data-checkpoint="4182"')
  })

  it('A job with an unchecked file is never called recoverable', () => {
    expect(overview('hdfsUnchecked')).not.toContain('data-verdict="recoverable"')
    expect(overview('hdfsUnchecked')).toContain('not proven')
  })

  it('A thousand jobs are rendered as a bounded number of rows', () => {
    const rows = (html: string) => html.match(/data-job="/g)?.length ?? 0
    expect(rows(overview('thousandJobs'))).toBe(8)
    expect(rows(render(createElement(RecoveryPage, { initial: aSituation('thousandJobs'), job: null })))).toBeLessThanOrEqual(60)
  })

  it('The clusters are listed worst first, one is shown large, and none with what to do', () => {
    const summaries = names.map((name) => aSummary(aSituation(name)))
    const list = (initial: typeof summaries) => render(createElement(ClustersPage, { initial, settingsProblem: null }))
    const levels = [...list(summaries).matchAll(/<tr[^>]*data-level="([a-z-]+)"/g)].map((match) => match[1])
    expect(levels[0]).toBe('no-leader')
    expect(levels.at(-1)).toBe('protected')
    expect(list(summaries.slice(0, 1))).toContain('Open allIsWell')
    expect(list([])).toContain('npm run demo')
  })

  it('Foreign text is never rendered as HTML', () => {
    const snapshot = aSituation('allIsWell')
    const evil = '<img src=x onerror=alert(1)>'
    const html = clusterPage({
      ...snapshot,
      recovery: { ...snapshot.recovery, jobs: snapshot.recovery.jobs.map((job) => ({ ...job, name: evil })) },
    })
    expect(html).not.toContain(evil)
    expect(html).toContain('&lt;img')
  })
})
