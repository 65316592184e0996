import { describe, expect, it } from 'vitest'
import { aConf } from '../../testing/a-conf'
import { runDoctor } from '../../run-doctor'
import { securePort } from './secure-port'

const servers = 'tickTime=2000\nserver.1=zk1:2888:3888\nserver.2=zk2:2888:3888\nserver.3=zk3:2888:3888'
const tls = 'env.java.opts.all: -Dzookeeper.client.secure=true -Dx=y'

function conf(port: number, zoo: string, more = '') {
  const quorum = ['zk1', 'zk2', 'zk3'].map((host) => `${host}:${port}`).join(',')
  return aConf({
    'flink-conf.yaml': `high-availability: zookeeper\nhigh-availability.zookeeper.quorum: ${quorum}\n${more}`,
    'zoo.cfg': `${servers}\n${zoo}`,
    masters: 'jm1:8081\njm2:8081',
  })
}
const secure = 'secureClientPort=2281'

describe('the port with TLS', () => {
  it('The port with TLS is a right port for a client with TLS, also without clientPort', () => {
    const findings = runDoctor(conf(2281, secure, tls)).map(({ rule }) => rule)
    expect(findings.filter((rule) => /unknown-member|left-out|secure-port/.test(rule))).toEqual([])
    expect(conf(2281, secure).configuration).toMatchObject({ zooCfgApplies: true, tickTimeMs: 2_000 })
  })

  it('The port with TLS is a finding for a client without TLS', () => {
    expect(securePort.check(conf(2281, secure))).toEqual([
      {
        sentence:
          'The quorum line names zk1:2281, zk2:2281 and zk3:2281, the port with TLS (secureClientPort), and nothing in the file makes Flink’s ZooKeeper client use it.',
        whatToDo:
          'Set -Dzookeeper.client.secure=true, the Netty client socket and the trust store in env.java.opts.all, or name the port without TLS.',
        places: [
          { file: 'flink-conf.yaml', line: 2, key: 'high-availability.zookeeper.quorum' },
          { file: 'zoo.cfg', line: 5, key: 'secureClientPort' },
        ],
      },
    ])
  })

  it('A client with TLS needs the port with TLS, not clientPort', () => {
    expect(securePort.check(conf(2181, `clientPort=2181\n${secure}`, tls))[0]?.whatToDo).toBe('Name port 2281 in the quorum line.')
    expect(securePort.check(conf(2181, `clientPort=2181\n${secure}`))).toEqual([])
    expect(securePort.check(conf(2181, 'clientPort=2181', tls))).toEqual([])
  })
})
