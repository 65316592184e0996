import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { ClusterPage } from './cluster/cluster-page'
import { ClustersPage } from './fleet/clusters-page'
import { ZookeeperPage } from './quorum/zookeeper-page'
import { RecoveryPage } from './recovery/recovery-page'
import { RenderedAt } from '@/lib/client/use-now'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aSituation, aSummary, situations, type SituationName } from '@/lib/testing/situations'

const names = Object.keys(situations) as SituationName[]
const render = (page: Parameters<typeof createElement>[2]) => renderToStaticMarkup(createElement(RenderedAt, { value: aMoment }, page))
const overview = (name: SituationName) => render(createElement(ClusterPage, { initial: aSituation(name) }))

describe('pages, as the server renders them', () => {
  it.each(names)('%s: each page has its first heading, and no figure is NaN, undefined or null', (name) => {
    const snapshot = aSituation(name)
    const pages = [overview(name), render(createElement(RecoveryPage, { initial: snapshot, job: null })), render(createElement(ZookeeperPage, { initial: snapshot, root: null }))]
    for (const html of pages) {
      expect(html.match(/<h1/g)).toHaveLength(1)
      expect(html.replace(/<[^>]*>/g, ' ')).not.toMatch(/\b(NaN|undefined|null|N\/A|Invalid Date)\b/)
    }
  })

  it('puts the leader in the light only while nothing says that its process is dead', () => {
    const isLit = (name: SituationName) => overview(name).includes('stage-light')
    expect(names.filter((name) => !isLit(name)).sort()).toEqual(['justStarted', 'leaderDied', 'masterFrozen', 'mayTakeOver', 'notHa', 'zookeeperLost'])
  })

  it('says the verdict with word, level and sentence in a live region', () => {
    const html = overview('leaderDied')
    expect(html).toContain('role="status" aria-live="polite" data-level="no-leader"')
    expect(html).toContain('No leader')
    expect(html).toContain('data-leader-session="bf84a7fd-93c1-4f5b-8a53-6f1d2e9ce3f9"')
    expect(html).toContain('data-checkpoint="4182"')
  })

  it('never calls a job recoverable whose file was not checked', () => {
    expect(overview('hdfsUnchecked')).not.toContain('data-verdict="recoverable"')
    expect(overview('hdfsUnchecked')).toContain('not proven')
  })

  it('renders a bounded part of a thousand jobs', () => {
    const rows = (html: string) => html.match(/data-job="/g)?.length ?? 0
    expect(rows(overview('thousandJobs'))).toBe(8)
    expect(rows(render(createElement(RecoveryPage, { initial: aSituation('thousandJobs'), job: null })))).toBeLessThanOrEqual(60)
  })

  it('lists clusters worst first, one large, none with what to do', () => {
    const summaries = names.map((name) => aSummary(aSituation(name)))
    const list = (initial: typeof summaries) => render(createElement(ClustersPage, { initial, settingsProblem: null }))
    const levels = [...list(summaries).matchAll(/<tr[^>]*data-level="([a-z-]+)"/g)].map((match) => match[1])
    expect(levels[0]).toBe('no-leader')
    expect(levels.at(-1)).toBe('protected')
    expect(list(summaries.slice(0, 1))).toContain('Open allIsWell')
    expect(list([])).toContain('npm run demo')
  })

  it('never writes what came from outside as HTML', () => {
    const snapshot = aSituation('allIsWell')
    const evil = '<img src=x onerror=alert(1)>'
    const html = render(createElement(ClusterPage, { initial: { ...snapshot, recovery: { ...snapshot.recovery, jobs: snapshot.recovery.jobs.map((job) => ({ ...job, name: evil })) } } }))
    expect(html).not.toContain(evil)
    expect(html).toContain('&lt;img')
  })
})
