import { describe, expect, it } from 'vitest'
import { aConf } from '../../testing/a-conf'
import { aclWithoutSasl } from './acl-without-sasl'
import { openRest } from './open-rest'
import { openZnodes } from './open-znodes'
import { sslNotRead } from './ssl-not-read'

const remote = 'jm1:8081\njm2:8081'
const conf = (text: string, masters = remote, flinkVersion = '1.20.1') =>
  aConf(
    {
      [flinkVersion.startsWith('2') ? 'config.yaml' : 'flink-conf.yaml']:
        `${flinkVersion < '1.2' && !flinkVersion.startsWith('1.2') ? 'recovery.mode' : 'high-availability'}: zookeeper\n${text}`,
      masters,
    },
    { flinkVersion },
  )

describe('the REST API', () => {
  it('A REST API that is explicitly open and accepts jars is a warning', () => {
    expect(openRest.check(conf('rest.bind-address: 0.0.0.0\nweb.submit.enable: true'))).toEqual([
      {
        severity: 'warning',
        sentence: 'The web UI and REST API listen on “0.0.0.0” without TLS and without authentication, and take jars to run from anyone.',
        whatToDo:
          'Let a firewall or a proxy with accounts stand in front, or set security.ssl.rest.enabled and security.ssl.rest.authentication-enabled; where no jars are submitted by the web UI, set web.submit.enable to false.',
        places: [
          { file: 'flink-conf.yaml', line: 2, key: 'rest.bind-address' },
          { file: 'flink-conf.yaml', line: 3, key: 'web.submit.enable' },
        ],
        fix: [{ file: 'flink-conf.yaml', edits: [{ kind: 'replace', line: 3, text: 'web.submit.enable: false' }] }],
      },
    ])
  })

  it('A REST API that is open by default is a note, in every version', () => {
    expect(openRest.check(conf(''))).toMatchObject([
      {
        severity: 'note',
        sentence:
          'The web UI and REST API listen on all interfaces (the default) without TLS and without authentication, and take jars to run from anyone.',
        fix: null,
      },
    ])
    expect(openRest.check(conf('jobmanager.web.submit.enable: false', remote, '1.0.3'))).toMatchObject([
      {
        severity: 'note',
        sentence: 'The web UI and REST API listen on all interfaces (the default) without TLS and without authentication.',
      },
    ])
    expect(openRest.check(conf('security.ssl.enabled: true'))[0]?.sentence).toContain('with TLS, but ask no client')
    expect(openRest.check(conf('security.ssl.enabled: true', remote, '2.3.0'))[0]?.sentence).toContain('without TLS')
    expect(openRest.check(conf('security.ssl.enabled: true\njobmanager.web.ssl.enabled: false', remote, '1.4.2'))[0]?.sentence).toContain(
      'without TLS',
    )
  })

  it('A REST API that is local or asks for certificates is no finding', () => {
    expect(openRest.check(conf('rest.bind-address: localhost'))).toEqual([])
    expect(openRest.check(conf('', 'localhost:8081\nlocalhost:8082'))).toEqual([])
    expect(openRest.check(conf('security.ssl.rest.enabled: true\nsecurity.ssl.rest.authentication-enabled: true'))).toEqual([])
    expect(openRest.check(conf('security.ssl.rest.authentication-enabled: true'))).toHaveLength(1)
  })
})

describe('znodes', () => {
  it('Znodes that are open on the network are a finding', () => {
    expect(openZnodes.check(conf('high-availability.zookeeper.quorum: zk1:2181'))).toMatchObject([
      { sentence: 'The access rights of Flink’s znodes are open (the default), and ZooKeeper is reached over the network.' },
    ])
  })

  it('Znodes on one machine, for their creator, or before the option existed are no finding', () => {
    expect(openZnodes.check(conf('high-availability.zookeeper.quorum: localhost:2181'))).toEqual([])
    expect(openZnodes.check(conf('high-availability.zookeeper.quorum: zk1:2181\nhigh-availability.zookeeper.client.acl: creator'))).toEqual(
      [],
    )
    expect(openZnodes.check(conf('recovery.zookeeper.quorum: zk1:2181', remote, '1.0.3'))).toEqual([])
  })

  it('Znodes for a creator who does not sign in cannot be created, which is a finding', () => {
    expect(aclWithoutSasl.check(conf('high-availability.zookeeper.client.acl: creator\nzookeeper.sasl.disable: true'))).toMatchObject([
      { places: [{ line: 2 }, { line: 3 }] },
    ])
    expect(aclWithoutSasl.check(conf('zookeeper.sasl.disable: true'))).toEqual([])
  })
})

describe('znodes for their creator', () => {
  const acl = 'high-availability.zookeeper.client.acl: creator\n'
  const told = (more: string) => aclWithoutSasl.check(conf(acl + more)).map(({ sentence }) => sentence)
  const none =
    'high-availability.zookeeper.client.acl is creator, but nothing signs in to ZooKeeper: security.kerberos.login.contexts does not name the login context “Client”.'

  it.each([
    ['nothing is set', ''],
    ['a keytab without contexts', 'security.kerberos.login.keytab: /k\nsecurity.kerberos.login.principal: p'],
    ['contexts without it', 'security.kerberos.login.contexts: KafkaClient'],
  ])('Flink does not sign in to ZooKeeper with this configuration: %s', (_, more) => expect(told(more)).toEqual([none]))

  it('Login contexts without a keytab and a ticket cache do not sign in, and the context may have its own name', () => {
    expect(told('security.kerberos.login.contexts: Client\nsecurity.kerberos.login.use-ticket-cache: false')).toEqual([
      'high-availability.zookeeper.client.acl is creator, but there is neither a keytab nor a ticket cache to sign in to ZooKeeper with.',
    ])
    expect(told('zookeeper.sasl.login-context-name: Zk\nsecurity.kerberos.login.contexts: Client')[0]).toContain('“Zk”')
  })

  it.each([
    ['a ticket cache', 'security.kerberos.login.contexts: KafkaClient, Client'],
    ['a keytab', 'security.kerberos.login.contexts: Client\nsecurity.kerberos.login.keytab: /k'],
    ['a JAAS file', 'env.java.opts: -Djava.security.auth.login.config=/etc/jaas.conf'],
  ])('Flink signs in to ZooKeeper with %s', (_, more) => expect(told(more)).toEqual([]))
})

it('A security.ssl.enabled that 2.x does not read is a finding', () => {
  expect(sslNotRead.check(conf('security.ssl.enabled: true\nsecurity.ssl.rest.enabled: true', remote, '2.3.0'))).toMatchObject([
    {
      sentence:
        'Flink 2.3.0 does not read security.ssl.enabled, and security.ssl.internal.enabled is not set: what the key encrypted in 1.x goes in the clear.',
      places: [{ line: 2 }],
    },
  ])
  expect(sslNotRead.check(conf('security.ssl.enabled: true'))).toEqual([])
  expect(
    sslNotRead.check(
      conf('security.ssl.enabled: true\nsecurity.ssl.rest.enabled: true\nsecurity.ssl.internal.enabled: true', remote, '2.3.0'),
    ),
  ).toEqual([])
})
