import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConnectString } from './connect-string'
import { ZooKeeperError } from './errors'

describe('a connect string', () => {
  it.each([
    [
      'zk1:2181,zk2:2182,zk3',
      {
        servers: [
          { host: 'zk1', port: 2181 },
          { host: 'zk2', port: 2182 },
          { host: 'zk3', port: 2181 },
        ],
        chroot: '',
      },
    ],
    [
      ' zk1 , zk2:9/a/b',
      {
        servers: [
          { host: 'zk1', port: 2181 },
          { host: 'zk2', port: 9 },
        ],
        chroot: '/a/b',
      },
    ],
    [
      '[::1]:2182,[2001:db8::7]/',
      {
        servers: [
          { host: '::1', port: 2182 },
          { host: '2001:db8::7', port: 2181 },
        ],
        chroot: '',
      },
    ],
    ['127.0.0.1:2181', { servers: [{ host: '127.0.0.1', port: 2181 }], chroot: '' }],
  ])('The connect string %s is read', (text, expected) => {
    expect(parseConnectString(text)).toEqual(expected)
  })

  it.each([
    '',
    ',',
    '/chroot',
    'zk:0',
    'zk:65536',
    'zk:x',
    'zk:1:2',
    '::1:2181',
    '[::1',
    '[nope]:1',
    '[::1]x',
    'a b:1',
    'zk/a/',
    'zk/a//b',
    'zk/../a',
    'zk:',
    'z;k:1',
  ])('The connect string %j is refused with a typed error', (text) => {
    expect(() => parseConnectString(text)).toThrow(expect.objectContaining({ code: 'bad-connect-string' }))
  })

  it('Any text of a connect string is read or refused with the typed error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9:,[\]/.]{0,40}$/)), (text) => {
        try {
          const { servers, chroot } = parseConnectString(text)
          expect(servers.every(({ host, port }) => host !== '' && port > 0 && port < 65536)).toBe(true)
          expect(chroot === '' || chroot.startsWith('/')).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(ZooKeeperError)
        }
      }),
    )
  })
})
