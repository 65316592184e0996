import { beforeEach, describe, expect, it } from 'vitest'
import { ZooKeeperError, type ZooKeeperErrorCode } from './errors'
import type { ZnodeData } from './messages/get-data'
import type { ReadResult } from './messages/multi-read'
import type { Operation } from './messages/operation'
import { ReadBatches } from './read-batches'
import type { Requests, Settle } from './requests'

interface Asked {
  operation: Operation<unknown>
  settle: Settle<unknown>
}

let asked: Asked[] = []
let now = 0
let batches: ReadBatches
beforeEach(() => {
  asked = []
  now = 0
  const requests = {
    ask: (operation: Operation<unknown>, _options: unknown, settle: Settle<unknown>) => void asked.push({ operation, settle }),
  } as unknown as Requests
  batches = new ReadBatches(requests, () => now)
})

const answers: string[] = []
beforeEach(() => void answers.splice(0))
const take = (path: string): Settle<never> => ({
  resolve: (value: unknown) => answers.push(`${path} ${JSON.stringify(value)}`),
  reject: ({ code, path: where }) => answers.push(`${path} ${code} ${where}`),
})
const askData = (path: string) => batches.ask({ kind: 'data', path, settle: take(path) })
const askChildren = (path: string) => batches.ask({ kind: 'children', path, settle: take(path) })
const turn = () => new Promise((resolve) => setImmediate(resolve))
const names = () => asked.splice(0).map(({ operation: { name, path } }) => `${name} ${path}`)
const some = { data: 1 } as unknown as ZnodeData
const failWith = (code: ZooKeeperErrorCode) =>
  asked.splice(0).forEach(({ settle }) => settle.reject(new ZooKeeperError(code, code, { path: '/first' })))

describe('reads of one turn', () => {
  it('The reads of one turn go as one request, and each receives its own answer', async () => {
    askData('/a')
    askChildren('/b')
    askData('/gone')
    await turn()
    const [request] = asked
    expect(names()).toEqual(['multiRead /a'])
    const results: ReadResult[] = [
      { kind: 'data', value: some },
      { kind: 'children', value: ['x'] },
      { kind: 'error', number: -101 },
    ]
    request!.settle.resolve(results)
    expect(answers).toEqual(['/a {"data":1}', '/b ["x"]', '/gone no-node /gone'])
  })

  it('A request has at most 32 reads, fewer with long paths, and a single read is no batch', async () => {
    for (let i = 0; i < 65; i++) askData(`/${i}`)
    await turn()
    expect(names()).toEqual(['multiRead /0', 'multiRead /32', 'getData /64'])
    const long = '/'.padEnd(60_000, 'x')
    askData(`${long}1`)
    askData(`${long}2`)
    askChildren('/c')
    await turn()
    expect(names()).toEqual([`getData ${long}1`, `multiRead ${long}2`])
    askChildren('/alone')
    await turn()
    const [{ settle }] = asked as [Asked]
    expect(names()).toEqual(['getChildren2 /alone'])
    settle.resolve({ children: ['y'], stat: {} })
    expect(answers).toEqual(['/alone ["y"]'])
  })
})

describe('a batch that fails', () => {
  const twoInATurn = async () => {
    askData('/a')
    askChildren('/b')
    await turn()
  }

  it.each(['unimplemented', 'frame-too-large', 'protocol', 'server-error'] as const)(
    'A batch that fails with %s is asked one by one, and so are all reads for ten minutes',
    async (code) => {
      await twoInATurn()
      failWith(code)
      expect(names()).toEqual(['getData /a', 'getChildren2 /b'])
      expect(answers).toEqual([])
      now = 10 * 60_000 - 1
      await twoInATurn()
      expect(names()).toEqual(['getData /a', 'getChildren2 /b'])
      now = 10 * 60_000
      await twoInATurn()
      expect(names()).toEqual(['multiRead /a'])
    },
  )

  it.each(['connection-lost', 'request-timeout', 'closed', 'overloaded'] as const)(
    'A batch that fails with %s fails each of its reads, and the next batch is tried',
    async (code) => {
      await twoInATurn()
      failWith(code)
      expect([names(), answers]).toEqual([[], [`/a ${code} /first`, `/b ${code} /first`]])
      await twoInATurn()
      expect(names()).toEqual(['multiRead /a'])
    },
  )
})
