import { describe, expect, it } from 'vitest'
import { loadRecordedTree, recordedLabels, recordedMoments, recordedVersions } from '@/lib/testing/recorded/recorded-flink'
import type { RecordedFolder } from '@/lib/testing/recorded/recorded-flink'
import { decodeHaTree } from './decode-ha-tree'
import { describeZnode } from './describe-znode'
import type { LayoutEra } from './types'

const moments = [...recordedVersions, ...recordedMoments].flatMap((folder) => recordedLabels(folder).map((label) => ({ folder, label })))
const decode = (folder: RecordedFolder, label: string) => decodeHaTree(loadRecordedTree(folder, label))

/** Without a job, 1.20 cannot be distinguished from 1.15. */
const eras: Record<string, LayoutEra[]> = {
  '1.0.3': ['0.10-1.2'],
  '1.2.1': ['0.10-1.2'],
  '1.12.5': ['1.5-1.13'],
  '1.14.6': ['1.14'],
  '1.20.1': ['1.19-1.20', '1.15-1.20'],
  '2.3.0': ['2.0-2.3'],
}

describe.each(moments)('$folder $label', ({ folder, label }) => {
  const tree = loadRecordedTree(folder, label)
  const decoded = decodeHaTree(tree)

  it('A recorded tree is recognized and decoded to the last node', () => {
    const empty = tree.size <= 1
    expect(empty ? ['none'] : eras[folder.split('-')[0] ?? '']).toContain(decoded.era)
    expect(decoded.problems).toEqual([])
    expect(decoded.leftovers).toEqual([])
    expect(decoded.jobs.flatMap(({ problems }) => problems)).toEqual([])
  })

  it('Every node of a recorded tree has a role, and all that hold data are decoded', () => {
    for (const [path, node] of tree) {
      const { role, decoded: content, problem } = describeZnode(path, node, decoded.era)
      expect(role, path).not.toBe('Unknown')
      expect(problem, path).toBeUndefined()
      if (node.data?.byteLength && !path.endsWith('/locks')) expect(content, path).not.toBeNull()
      expect(() => JSON.stringify(content)).not.toThrow()
    }
  })
})

describe('a whole tree', () => {
  it('The whole tree of 1.20.1 with a running job is decoded', () => {
    const session = '0x1000032d39f0001'
    const jobId = '801d974df0102d0b6941dafd08bf22b9'
    const decoded = decode('1.20.1', '03-running')
    const leader = (path: string, address: unknown) => ({
      path,
      address,
      zkSessionId: session,
      // One term for the whole process since 1.15.
      leaderSessionId: decoded.leader?.leaderSessionId,
      publishedAt: expect.any(Number),
      createdAt: expect.any(Number),
      czxid: expect.stringMatching(/^0x[0-9a-f]+$/),
      mzxid: expect.stringMatching(/^0x[0-9a-f]+$/),
    })
    const pointer = (path: string, file: RegExp, bytes: number) => ({
      path,
      handle: {
        kind: 'file',
        uri: expect.stringMatching(file),
        bytes,
        javaClass: 'org.apache.flink.runtime.state.filesystem.FileStateHandle',
      },
      czxid: expect.stringMatching(/^0x/),
      mzxid: expect.stringMatching(/^0x/),
      createdAt: expect.any(Number),
      locks: [{ path: expect.stringMatching(`^${path}/locks/[0-9a-f-]{36}$`), zkSessionId: session, holder: '127.0.0.1' }],
      isSkipped: false,
    })
    expect(decoded.leader?.leaderSessionId).toMatch(/^c3827eea-[0-9a-f-]{27}$/)
    expect(decoded).toEqual({
      era: '1.19-1.20',
      label: 'Flink 1.19–1.20',
      leader: {
        ...leader(
          'leader/dispatcher/connection_info',
          expect.stringMatching(/^pekko\.tcp:\/\/flink@localhost:\d+\/user\/rpc\/dispatcher_\d$/),
        ),
        publishedAt: 1795361389048,
        createdAt: 1795361389048,
        czxid: '0x12',
        mzxid: '0x12',
      },
      rest: leader('leader/rest_server/connection_info', 'http://localhost:8081'),
      resourceManager: leader('leader/resource_manager/connection_info', expect.stringContaining('/user/rpc/resourcemanager_')),
      splitComponents: false,
      contenders: [
        {
          path: 'leader/latch/_c_140e8e7d-3f9c-417a-a6f7-54d3360cf0ed-latch-0000000000',
          name: '_c_140e8e7d-3f9c-417a-a6f7-54d3360cf0ed-latch-0000000000',
          sequence: 0,
          zkSessionId: session,
          joinedAt: expect.any(Number),
          component: null,
        },
        {
          path: 'leader/latch/_c_a20cde69-6e3c-4651-89f2-1372e41492b3-latch-0000000001',
          name: '_c_a20cde69-6e3c-4651-89f2-1372e41492b3-latch-0000000001',
          sequence: 1,
          zkSessionId: '0x1000032d39f0002',
          joinedAt: expect.any(Number),
          component: null,
        },
      ],
      jobs: [
        {
          jobId,
          graph: pointer(`jobgraphs/${jobId}`, /\/recovery\/default\/submittedJobGraph941fb05b0198$/, 33145),
          graphKind: 'job-graph',
          checkpoints: [
            {
              checkpointId: '3',
              pointer: pointer(`jobs/${jobId}/checkpoints/0000000000000000003`, /\/completedCheckpointec69c6111983$/, 5277),
            },
          ],
          nextCheckpointId: '4',
          isCounterUnreadable: false,
          leader: leader(`leader/job-${jobId}/connection_info`, expect.stringContaining('/user/rpc/jobmanager_')),
          registry: null,
          problems: [],
        },
      ],
      applications: [],
      isOnMesos: false,
      leftovers: [],
      problems: [],
    })
  })

  it('The tree of 1.0.3 has no component but the JobManager, no locks and unpadded checkpoint names', () => {
    const decoded = decode('1.0.3', '06-after-failover')
    expect(decoded).toMatchObject({
      label: 'Flink 0.10–1.2',
      leader: {
        path: 'leader',
        address: expect.stringMatching(/^akka\.tcp:\/\/flink@127\.0\.0\.1:\d+\/user\/jobmanager$/),
        zkSessionId: '0x1a203e3bc5c0005',
      },
      rest: null,
      resourceManager: null,
      splitComponents: false,
      contenders: [{ sequence: 1, zkSessionId: '0x1a203e3bc5c0005', component: null }],
      jobs: [
        {
          graphKind: 'job-graph',
          checkpoints: [{ checkpointId: '10', pointer: { path: 'checkpoints/cf09d896147ecdcecd993792873fc675/10', locks: [] } }],
          nextCheckpointId: '11',
          isCounterUnreadable: false,
          leader: null,
          registry: null,
        },
      ],
    })
  })

  it('The leader of the tree of 1.12.5 is the dispatcher, whose latch is one of four', () => {
    const decoded = decode('1.12.5', '03-running')
    const ids = [decoded.leader, decoded.rest, decoded.resourceManager, decoded.jobs[0]?.leader].map((record) => record?.leaderSessionId)
    expect(new Set(ids).size).toBe(4)
    expect(decoded).toMatchObject({
      leader: { path: 'leader/dispatcher_lock' },
      rest: { address: 'http://localhost:8081' },
      contenders: [
        { sequence: 0, component: 'dispatcher' },
        { sequence: 1, component: 'dispatcher' },
      ],
      jobs: [{ registry: 'RUNNING', graph: { locks: [{ holder: '127.0.0.1' }] } }],
    })
  })

  it('The tree of 1.14.6 keeps a savepoint beside the checkpoint', () => {
    const [job] = decode('1.14.6', '04-after-savepoint').jobs
    expect(job?.checkpoints.map(({ checkpointId }) => checkpointId)).toEqual(['5', '6'])
    expect(job).toMatchObject({ registry: 'RUNNING', nextCheckpointId: '7', leader: { path: `jobs/${job?.jobId}/leader/connection_info` } })
  })

  it('The tree of 2.3.0 has execution plans, ids with gaps and the resolved address', () => {
    const decoded = decode('2.3.0', '04-after-savepoint')
    expect(decoded).toMatchObject({
      label: 'Flink 2.3',
      rest: { address: 'http://127.0.0.1:8081' },
      jobs: [{ graphKind: 'execution-plan', nextCheckpointId: '10', checkpoints: [{ checkpointId: '8' }] }],
    })
  })

  it('The tree of an application has the job id made from the cluster id', () => {
    expect(decode('2.3.0-application', 'B1-application-running').jobs.map(({ jobId }) => jobId)).toEqual([
      '000000006e6b13320000000000000000',
    ])
  })

  it('The tree of 1.0.3 after a graceful stop has lost its counter, which is null', () => {
    expect(decode('1.0.3', '10-stopped-with-running-job').jobs).toMatchObject([
      { nextCheckpointId: null, checkpoints: [{ checkpointId: '2' }] },
    ])
  })
})
