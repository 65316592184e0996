import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ZooKeeperError } from '../errors'
import { JuteReader, JuteWriter } from '../jute'
import { getAclOperation, readAcl, writeAcl } from './acl'
import { readConnectResponse, writeConnectRequest } from './connect'
import { createOperation } from './create'
import { deleteOperation } from './delete'
import { existsOperation } from './exists'
import { getChildrenOperation } from './get-children'
import { getDataOperation } from './get-data'
import { readReplyHeader } from './headers'
import { multiOperation } from './multi'
import { multiReadOperation } from './multi-read'
import type { Operation } from './operation'
import { setDataOperation } from './set-data'
import { readStat, toSessionHex, writeStat, type ZnodeStat } from './stat'
import { syncOperation } from './sync'
import { addWatchOperation, setWatches2Operation, setWatchesOperation } from './watches'
import { readWatchEvent } from './watch-event'

const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const aStat: fc.Arbitrary<ZnodeStat> = fc.record({
  czxid: long,
  mzxid: long,
  ctime: fc.nat(),
  mtime: fc.nat(),
  version: int,
  cversion: int,
  aversion: int,
  ephemeralOwner: long.map(toSessionHex),
  dataLength: int,
  numChildren: int,
  pzxid: long,
})

function bodyOf(write: (writer: JuteWriter) => void): Buffer {
  const writer = new JuteWriter()
  write(writer)
  return writer.toFrame().subarray(4)
}

const operations: Operation<unknown>[] = [
  getDataOperation('/a', true),
  getChildrenOperation('/a', true),
  existsOperation('/a', false),
  getAclOperation('/a'),
  syncOperation('/a'),
  createOperation({ path: '/a', data: new Uint8Array(1), mode: 'container' }),
  setDataOperation('/a', new Uint8Array(1), 3),
  deleteOperation('/a', -1),
  multiOperation([{ kind: 'check', path: '/a', version: 1 }]),
  addWatchOperation('/a', 'persistent-recursive'),
  setWatchesOperation(1n, { data: [], exist: [], child: [] }),
  multiReadOperation([{ kind: 'data', path: '/a' }]),
]

describe('the messages', () => {
  it('Every stat is the same after writing and reading', () => {
    fc.assert(
      fc.property(aStat, (stat) => {
        expect(readStat(new JuteReader(bodyOf((w) => writeStat(w, stat))))).toEqual(stat)
      }),
    )
  })

  it('Every ACL is the same after writing and reading', () => {
    const acl = fc.array(fc.record({ permissions: fc.nat(31), scheme: fc.string(), id: fc.string() }))
    fc.assert(
      fc.property(acl, (entries) => {
        expect(readAcl(new JuteReader(bodyOf((w) => writeAcl(w, entries))))).toEqual(entries)
      }),
    )
  })

  it('Data and children are read as the server writes them', () => {
    fc.assert(
      fc.property(fc.option(fc.uint8Array()), fc.array(fc.string({ unit: 'grapheme' })), aStat, (data, children, stat) => {
        const gotData = getDataOperation('/', false).read(new JuteReader(bodyOf((w) => writeStat(w.bytes(data), stat))))
        expect(gotData).toEqual({ data: data ?? new Uint8Array(0), stat })
        const body = bodyOf((w) =>
          writeStat(
            w.vector(children, (v, name) => v.string(name)),
            stat,
          ),
        )
        expect(getChildrenOperation('/', false).read(new JuteReader(body))).toEqual({ children, stat })
      }),
    )
  })

  it('Arbitrary answers make the readers throw only typed errors', () => {
    const readers = [...operations.map((operation) => operation.read), readConnectResponse, readReplyHeader, readWatchEvent]
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...readers), (bytes, read) => {
        try {
          read(new JuteReader(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(ZooKeeperError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('A connect request is written byte for byte', () => {
    const body = bodyOf((w) =>
      writeConnectRequest(w, { lastZxidSeen: 7n, timeoutMs: 40_000, sessionId: 1n, password: new Uint8Array(2), readOnlyAllowed: true }),
    )
    expect(body.toString('hex')).toBe('00000000' + '0000000000000007' + '00009c40' + '0000000000000001' + '00000002' + '0000' + '01')
  })

  it('A connect response without the read-only byte means read-write', () => {
    const body = bodyOf((w) => w.int(0).int(6000).long(0x1234n).bytes(new Uint8Array(16)))
    expect(readConnectResponse(new JuteReader(body))).toEqual({
      timeoutMs: 6000,
      sessionId: 0x1234n,
      password: new Uint8Array(16),
      readOnly: false,
    })
  })

  it('A multi of check and delete is written byte for byte, and its failure is read', () => {
    const multi = multiOperation([
      { kind: 'check', path: '/a', version: 2 },
      { kind: 'delete', path: '/b', version: -1 },
    ])
    const hex = bodyOf((w) => multi.write(w)).toString('hex')
    expect(hex).toBe(
      '0000000d00ffffffff' + '000000022f61' + '00000002' + '0000000200ffffffff' + '000000022f62' + 'ffffffff' + 'ffffffff01ffffffff',
    )
    const failed = bodyOf((w) => w.int(-1).bool(false).int(-103).int(-103).int(-1).bool(false).int(-2).int(-2).int(-1).bool(true).int(-1))
    expect(multi.read(new JuteReader(failed))).toEqual([
      { kind: 'error', number: -103 },
      { kind: 'error', number: -2 },
    ])
  })

  it('A multiRead is written byte for byte, and each of its answers is read', () => {
    const reads = [
      { kind: 'data', path: '/a' },
      { kind: 'children', path: '/b' },
      { kind: 'data', path: '/c' },
    ] as const
    const multiRead = multiReadOperation(reads)
    expect(bodyOf((w) => multiRead.write(w)).toString('hex')).toBe(
      '0000000400ffffffff' +
        '000000022f6100' +
        '0000000800ffffffff' +
        '000000022f6200' +
        '0000000400ffffffff' +
        '000000022f6300' +
        'ffffffff01ffffffff',
    )
    fc.assert(
      fc.property(fc.option(fc.uint8Array()), aStat, fc.array(fc.string({ unit: 'grapheme' })), (data, stat, children) => {
        const body = bodyOf((w) => {
          writeStat(w.int(4).bool(false).int(0).bytes(data), stat)
          w.int(8)
            .bool(false)
            .int(0)
            .vector(children, (v, name) => v.string(name))
            .int(-1)
            .bool(false)
            .int(-101)
            .int(-101)
            .int(-1)
            .bool(true)
            .int(-1)
        })
        expect(multiRead.read(new JuteReader(body))).toEqual([
          { kind: 'data', value: { data: data ?? new Uint8Array(0), stat } },
          { kind: 'children', value: children },
          { kind: 'error', number: -101 },
        ])
      }),
    )
  })

  it('An answer of a multiRead with fewer results or another kind is refused', () => {
    const none = bodyOf((w) => w.int(-1).bool(true).int(-1))
    const children = bodyOf((w) => w.int(8).bool(false).int(0).int(0).int(-1).bool(true).int(-1))
    for (const body of [none, children])
      expect(() => multiReadOperation([{ kind: 'data', path: '/a' }]).read(new JuteReader(body))).toThrow(ZooKeeperError)
  })

  it('A setWatches2 has its two persistent lists after the three of setWatches', () => {
    const paths = { data: ['/d'], exist: [], child: ['/c'] }
    const first = bodyOf((w) => setWatchesOperation(5n, paths).write(w)).toString('hex')
    const second = bodyOf((w) => setWatches2Operation(5n, { ...paths, persistent: [], recursive: ['/r'] }).write(w)).toString('hex')
    expect(second).toBe(first + '00000000' + '00000001' + '000000022f72')
  })

  it('Node events are distinguished from session events and removed watches', () => {
    const read = (type: number) => readWatchEvent(new JuteReader(bodyOf((w) => w.int(type).int(3).string('/n'))))
    expect([1, 2, 3, 4].map((type) => read(type)?.type)).toEqual(['created', 'deleted', 'dataChanged', 'childrenChanged'])
    expect([-1, 5, 6, 7, 99].map(read)).toEqual([null, null, null, null, null])
  })
})
