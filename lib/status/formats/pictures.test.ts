import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { decodeHaTree } from '@/lib/flink/layouts/decode-ha-tree'
import type { ZnodeTree } from '@/lib/flink/layouts/znode'
import type { ClusterFacts } from '@/lib/model/cluster-facts'
import { createSnapshotDeriver, emptyMemory, type Derived } from '@/lib/model/derive-snapshot'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aMoment } from '@/lib/testing/a-snapshot'
import { aMaintenance, anIncident, aStoredStatus } from '@/lib/testing/a-status'
import { validateFeeds, validateJsonFeed } from '@/lib/testing/feeds/validate'
import {
  loadRecordedTree,
  recordedFailover,
  recordedLabels,
  recordedMoments,
  recordedVersions,
} from '@/lib/testing/recorded/recorded-flink'
import { aSituation, situations, type SituationName } from '@/lib/testing/situations'
import { aDeadJobManager, aJobManager, aMember, aNow, someFacts } from '@/lib/testing/some-facts'
import { statuspageSchemas } from '@/lib/testing/statuspage-schema'
import { toPublicCluster } from '../model/public-cluster'
import type { PublicPage } from '../model/public-page'
import { toPublicPage } from '../model/to-public-page'
import { toAtom } from './atom'
import { toFeed } from './feed-entries'
import { toJsonFeed } from './json-feed'
import { toRss } from './rss'
import { toComponentsJson, toIncidentsJson, toMaintenancesJson, toStatusJson, toSummaryJson } from './statuspage'

// Not snapshots made for these tests, but every existing one: the named situations, and what real clusters of six Flink
// versions wrote into ZooKeeper, their failovers step by step included.

const url = 'https://status.example.org/status/streams'
const hour = 3_600_000

const ajv = addFormats.default(new Ajv({ allErrors: true, allowUnionTypes: true }))
const isRight = Object.fromEntries(Object.entries(statuspageSchemas).map(([name, schema]) => [name, ajv.compile(schema)])) as Record<
  keyof typeof statuspageSchemas,
  ReturnType<typeof ajv.compile>
>

interface Picture {
  name: string
  snapshot: ClusterSnapshot
  at: number
}

/** As a console that reaches the leader which the tree names; the other master is down. */
function toFacts(tree: ZnodeTree): ClusterFacts {
  const rpcPort = Number(/:(\d+)\//.exec(decodeHaTree(tree).leader?.address ?? '')?.[1] ?? 1)
  return someFacts(tree, {
    jobManagers: [aJobManager('localhost:8081', { rpcPort }), aDeadJobManager('localhost:8082', { rpcPort: 2 })],
    members: ['leader', 'follower', 'follower'].map((mode, i) => aMember(`zk${i}:2181`, mode as 'leader')),
  })
}

function loadPictures(): Picture[] {
  const derive = createSnapshotDeriver('e1')
  const still = [...recordedVersions, ...recordedMoments].flatMap((folder) =>
    recordedLabels(folder).map((label): Picture => ({
      name: `${folder} ${label}`,
      snapshot: derive(toFacts(loadRecordedTree(folder, label)), emptyMemory, null, aNow).snapshot,
      at: aNow,
    })),
  )
  const moving = recordedVersions.flatMap((version) => {
    let last: Derived | null = null
    return recordedFailover(version)
      .steps.filter(({ changed }) => changed)
      .map(({ t, tree }): Picture => {
        const at = aNow + t * 1_000
        const facts = toFacts(tree)
        last = derive(
          { ...facts, session: { ...facts.session, lastHeardAt: at }, tree: { ...facts.tree, at } },
          last?.memory ?? emptyMemory,
          last?.snapshot ?? null,
          at,
        )
        return { name: `${version} ${t} s after its leader was killed`, snapshot: last.snapshot, at }
      })
  })
  return [...still, ...moving]
}

function toPage({ snapshot, at }: Picture, laterMs: number): PublicPage {
  const cluster = toPublicCluster(snapshot, at)
  const status = aStoredStatus({
    clusters: new Map([['east', { clusterId: 'east', cluster, since: at - hour }]]),
    observedAt: { east: at },
    spans: new Map(),
    changedAt: at,
    incidents: [
      anIncident({
        startedAt: at - 60_000,
        resolvedAt: null,
        ledAgainAt: null,
        status: 'investigating',
        phases: cluster.phases,
        updates: [{ id: 'u1', status: 'investigating', body: 'Nobody leads.', at: at - 60_000 }],
      }),
    ],
    maintenances: [
      aMaintenance({
        startsAt: at + hour,
        endsAt: at + 2 * hour,
        updates: [{ id: 'u9', status: 'scheduled', body: 'Soon.', at: at - hour }],
      }),
    ],
  })
  return toPublicPage(status.pages[0]!, status, at + laterMs)
}

function expectShapes(name: string, page: PublicPage, now: number) {
  const at = { now, url }
  const answers: [keyof typeof statuspageSchemas, unknown][] = [
    ['summary', toSummaryJson(page, at)],
    ['status', toStatusJson(page, at)],
    ['components', toComponentsJson(page, at)],
    ...(['all', 'unresolved'] as const).map(
      (only) => ['incidents', toIncidentsJson(page, at, only)] as [keyof typeof statuspageSchemas, unknown],
    ),
    ...(['all', 'upcoming', 'active'] as const).map(
      (only) => ['maintenances', toMaintenancesJson(page, at, only)] as [keyof typeof statuspageSchemas, unknown],
    ),
  ]
  for (const [schema, answer] of answers)
    expect(isRight[schema](JSON.parse(JSON.stringify(answer))) ? [] : isRight[schema].errors, `${name}: ${schema}`).toEqual([])
}

const recorded = loadPictures()
const named = (Object.keys(situations) as SituationName[]).map((name): Picture => ({ name, snapshot: aSituation(name), at: aMoment }))

describe.each([
  ['of every named situation', named],
  ['of every recorded cluster', recorded],
])('pages %s', (_what, pictures) => {
  test.each([
    ['as it is seen', 0],
    ['an hour old', hour],
    ['three days old', 72 * hour],
    ['ninety days old', 90 * 24 * hour],
  ])('A page %s keeps Statuspage’s JSON schema and the feed grammars', async (_age, laterMs) => {
    expect(pictures.length).toBeGreaterThan(15)
    const feeds = pictures.map((picture) => {
      const page = toPage(picture, laterMs)
      expectShapes(picture.name, page, picture.at + laterMs)
      if (laterMs > 0) expect([picture.name, page.state]).toEqual([picture.name, 'unknown'])
      return toFeed(page, url)
    })
    expect(feeds.flatMap((feed) => validateJsonFeed(JSON.stringify(toJsonFeed(feed))))).toEqual([])
    const different = [...new Map(feeds.map((feed) => [JSON.stringify(feed), feed])).values()]
    expect([await validateFeeds('atom', different.map(toAtom)), await validateFeeds('rss', different.map(toRss))]).toEqual([[], []])
  })
})

test('The recorded clusters have different public states', () => {
  const states = new Set(recorded.map(({ snapshot, at }) => toPublicCluster(snapshot, at).state))
  expect([...states].sort()).toEqual(['no-leader', 'no-standby'])
})
