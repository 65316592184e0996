import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findHostPort, hostsAgree } from './hosts-agree'

const addresses = new Map([
  ['jm1', ['10.77.0.11']],
  ['jm1.lan', ['10.77.0.11']],
  ['jm2', ['10.77.0.12']],
])

describe('findHostPort', () => {
  it.each([
    ['jm1:8081', 'jm1', 8081],
    ['http://127.0.0.1:8081', '127.0.0.1', 8081],
    ['https://JM1:8443/path', 'jm1', 8443],
    ['pekko.tcp://flink@jm1:6123/user/rpc/dispatcher_1', 'jm1', 6123],
    ['[::1]:8081', '::1', 8081],
    ['akka.tcp://flink@127.0.0.1:40001/user/jobmanager', '127.0.0.1', 40001],
  ])('A host and port are read from %s', (text, host, port) => {
    expect(findHostPort(text)).toEqual({ host, port })
  })

  it.each(['jm1', 'jm1:', ':8081', 'jm1:99999', 'jm1:0', '', 'http://', 'a:b:c:1'])('No host and port are found in %j', (text) => {
    expect(findHostPort(text)).toBeNull()
  })

  it('Any text gives null or a valid port', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = findHostPort(text)
        expect(found === null || (found.port > 0 && found.port < 65_536)).toBe(true)
      }),
    )
  })
})

describe('hostsAgree', () => {
  it('Loopback names and addresses count as one host', () => {
    expect(hostsAgree('localhost', '127.0.0.1', new Map())).toBe(true)
    expect(hostsAgree('::1', '127.0.1.1', new Map())).toBe(true)
  })

  it('Hosts are compared by resolved addresses, not by text', () => {
    expect(hostsAgree('jm1', 'jm1.lan', addresses)).toBe(true)
    expect(hostsAgree('10.77.0.11', 'JM1', addresses)).toBe(true)
    expect(hostsAgree('jm1', 'jm2', addresses)).toBe(false)
  })

  it('Two names that do not resolve do not count as one host', () => {
    expect(hostsAgree('ghost1', 'ghost2', addresses)).toBe(false)
  })
})
