import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { anyText } from '@/lib/testing/any-text'
import { isLoopback } from '@/lib/base/host-names'
import { getEnvironment } from './environment'
import { SettingsError } from './errors'
import { loadSettings } from './load'
import { parseUnderstudyFile } from './understudy-file'
import { watchSettings, type SettingsState } from './watch'

const nothing = { flinkHome: null, flinkConfDir: null, streams: {}, understudyConfig: null }
let workingFolder: string

beforeEach(async () => {
  workingFolder = await mkdtemp(join(tmpdir(), 'understudy-settings-'))
})
afterEach(() => rm(workingFolder, { recursive: true, force: true }))

describe('the environment', () => {
  it('The environment has defaults and drops blanks', () => {
    expect(getEnvironment({ FLINK_HOME: ' /opt/flink ', FLINK_CONF_DIR: '' })).toEqual({
      flinkHome: '/opt/flink',
      flinkConfDir: null,
      understudyConfig: null,
      host: '127.0.0.1',
      port: 8080,
      dataDir: '.understudy',
      databaseUrl: null,
      keepDays: 400,
      keepSnapshotsDays: 90,
      logLevel: 'info',
      streams: {},
    })
  })

  it('The error of the environment names every variable that is wrong', () => {
    expect(() => getEnvironment({ PORT: '80a', UNDERSTUDY_LOG_LEVEL: 'loud' })).toThrow(/PORT: .*UNDERSTUDY_LOG_LEVEL: /)
    expect(() => getEnvironment({ PORT: '65536' })).toThrow(/PORT/)
  })

  it('The environment names the place of the journal and how long it is kept', () => {
    const { dataDir, databaseUrl, keepDays, keepSnapshotsDays } = getEnvironment({
      UNDERSTUDY_DATA_DIR: '/var/lib/understudy',
      DATABASE_URL: 'postgres://u:p@db:5432/understudy',
      UNDERSTUDY_KEEP_DAYS: '30',
      UNDERSTUDY_KEEP_SNAPSHOTS_DAYS: '',
    })
    expect({ dataDir, databaseUrl, keepDays, keepSnapshotsDays }).toEqual({
      dataDir: '/var/lib/understudy',
      databaseUrl: 'postgres://u:p@db:5432/understudy',
      keepDays: 30,
      keepSnapshotsDays: 30,
    })
    expect(() => getEnvironment({ DATABASE_URL: 'mysql://db', UNDERSTUDY_KEEP_DAYS: '0' })).toThrow(
      /DATABASE_URL: write postgres.*UNDERSTUDY_KEEP_DAYS: days/,
    )
  })

  it('HOST may be any address, and only loopback addresses count as loopback', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].filter(isLoopback)).toHaveLength(4)
    expect(['0.0.0.0', '::', '127.0.0.1.evil.org', '127.0.0.999', 'my-host', '10.0.0.1'].filter(isLoopback)).toEqual([])
    expect(getEnvironment({ HOST: '0.0.0.0' }).host).toBe('0.0.0.0')
  })
})

describe('understudy.yaml', () => {
  function faultsOf(text: string): string[] {
    try {
      parseUnderstudyFile(text, 'understudy.yaml')
      return []
    } catch (error) {
      if (!SettingsError.is(error)) throw error
      return error.faults.map(({ line, column, path }) => `${line}:${column} ${path}`)
    }
  }

  it('A cluster is read from understudy.yaml', () => {
    expect(
      parseUnderstudyFile('clusters:\n  - id: prod\n    flinkHome: /opt/flink\n    zookeeper: { quorum: "zk1:2181,zk2:2181" }\n', 'u'),
    ).toEqual({ clusters: [{ id: 'prod', flinkHome: '/opt/flink', zookeeper: { quorum: 'zk1:2181,zk2:2181' } }] })
  })

  it('An OpenID provider is read from understudy.yaml with a reference to its secret only', () => {
    const clusters = 'clusters: [{ id: a, confDir: /x }]\n'
    const oidc = (more: string) =>
      `${clusters}oidc:\n  issuer: https://id.example.org/realms/x\n  clientId: understudy\n  roles: ["group:a/b=operator"]\n${more}`
    expect(parseUnderstudyFile(oidc('  clientSecret: { file: /run/secrets/oidc }\n'), 'u').oidc).toEqual({
      issuer: 'https://id.example.org/realms/x',
      clientId: 'understudy',
      roles: ['group:a/b=operator'],
      clientSecret: { file: '/run/secrets/oidc' },
    })
    expect(faultsOf(oidc('  clientSecret: hunter2hunter2\n  rolls: []\n'))).toEqual(['6:17 oidc.clientSecret', '7:10 oidc.rolls'])
    expect(() => parseUnderstudyFile(oidc('  clientSecret: hunter2hunter2\n'), 'u')).toThrow(
      /^(?!.*hunter2).*a secret does not stand in this file: write \{ env: NAME \}/s,
    )
    for (const bad of [
      '  clientSecret: { env: "A B" }\n',
      '  clientSecret: { env: A, file: b }\n',
      '  clientSecret: { env: A }\n  scopes: ["a b"]\n',
    ])
      expect(faultsOf(oidc(bad))).toHaveLength(1)
    expect(
      faultsOf(`${clusters}oidc: { issuer: id.example.org, clientId: c, clientSecret: { env: S }, roles: ["group:x=root"] }\n`),
    ).toEqual(['2:17 oidc.issuer', '2:80 oidc.roles[0]'])
  })

  it('The address of Flink’s web UI is accepted only as a URL that a link may carry', () => {
    const ofWebUi = (webUi: string) => `clusters:\n  - id: a\n    confDir: /x\n    webUi: ${webUi}\n`
    expect(parseUnderstudyFile(ofWebUi('https://flink.example.org/east/'), 'u').clusters[0]!.webUi).toBe('https://flink.example.org/east')
    for (const wrong of ['javascript:alert(1)', 'flink.example.org', 'https://u:p@flink.example.org', 'ftp://flink'])
      expect(faultsOf(ofWebUi(wrong)), wrong).toEqual(['4:12 clusters[0].webUi'])
  })

  it('Each fault of understudy.yaml is reported with line and column', () => {
    expect(faultsOf('clusters:\n  - id: Prod!\n    confDir: /x\n    colour: red\n')).toEqual([
      '2:9 clusters[0].id',
      '4:13 clusters[0].colour',
    ])
    expect(faultsOf('clusters:\n  - id: a\n    confDir: /x\n  - id: a\n    confDir: /y\n')).toEqual(['4:9 clusters[1].id'])
    expect(faultsOf('clusters:\n  - id: a\n')).toEqual(['2:5 clusters[0]'])
    expect(faultsOf('clusters:\n  - id: a\n    confDir: /x\n    zookeeper:\n      quorum: zk1:port\n')[0]).toBe(
      '5:15 clusters[0].zookeeper.quorum',
    )
    expect(faultsOf('clusters:\n  - id: a\n    confDir: /x\n    sshOptions: -o ProxyCommand=id\n    control: all\n')).toEqual([
      '5:14 clusters[0].control',
      '4:17 clusters[0].sshOptions',
    ])
    expect(faultsOf('clusters: [\n')[0]).toMatch(/^2:1 /)
    expect(faultsOf('')).toEqual(['1:1 '])
  })

  it('The security contact is accepted only as a URI on one line', async () => {
    const cluster = 'clusters: [{ id: east, confDir: /x }]\n'
    for (const contact of ['mailto:security@example.org', 'https://example.org/security', 'tel:+1-201-555-0123']) {
      await writeFile(join(workingFolder, 'understudy.yaml'), `${cluster}securityContact: ${contact}\n`)
      expect((await loadSettings({ environment: nothing, workingFolder })).securityContact).toBe(contact)
    }
    const wrong = [
      'security@example.org',
      'http://example.org',
      'javascript:alert(1)',
      '"mailto:a@b\\nPolicy: x"',
      '"mailto:a@b\\n"',
      '"mailto:"',
      '7',
    ]
    for (const contact of wrong) expect(faultsOf(`${cluster}securityContact: ${contact}\n`)).toEqual(['2:18 securityContact'])
  })

  it('Status pages are read from understudy.yaml, and each fault is reported with its place', async () => {
    const cluster = 'clusters: [{ id: east, confDir: /x }]\n'
    await writeFile(
      join(workingFolder, 'understudy.yaml'),
      `${cluster}statusPages:\n  - address: streams\n    title: Acme streams\n    published: true\n    outageAfterSeconds: 2.5\n    services:\n      - { cluster: east, name: Order stream, group: Core }\n  - { address: off, title: Off, description: Later., services: [] }\n`,
    )
    expect((await loadSettings({ environment: nothing, workingFolder })).statusPages).toEqual([
      {
        slug: 'streams',
        title: 'Acme streams',
        description: null,
        isPublished: true,
        thresholdMs: 2_500,
        components: [{ clusterId: 'east', name: 'Order stream', description: null, group: 'Core' }],
      },
      { slug: 'off', title: 'Off', description: 'Later.', isPublished: false, thresholdMs: 10_000, components: [] },
    ])
    const page = (text: string) => faultsOf(`${cluster}statusPages:\n${text}`)
    expect(page('  - address: Streams/x\n    title: "a\\nb"\n    services: []\n')).toEqual([
      '3:14 statusPages[0].address',
      '4:12 statusPages[0].title',
    ])
    expect(page('  - { address: a, title: A, services: [{ cluster: west, name: West }] }\n')).toEqual([
      '3:51 statusPages[0].services[0].cluster',
    ])
    expect(page('  - { address: a, title: A, services: [{ cluster: east, name: E }, { cluster: east, name: F }] }\n')).toEqual([
      '3:79 statusPages[0].services[1].cluster',
    ])
    expect(page('  - { address: a, title: A, services: [] }\n  - { address: a, title: B, services: [] }\n')).toEqual([
      '4:16 statusPages[1].address',
    ])
    expect(page('  - { address: a, title: A, published: true, services: [] }\n'), 'empty').toEqual(['3:56 statusPages[0].services'])
    expect(page('  - { address: a, title: A, outageAfterSeconds: 601, services: [] }\n')).toEqual([
      '3:49 statusPages[0].outageAfterSeconds',
    ])
    expect(page('  - { address: a, title: A, services: [], colour: red }\n')).toEqual(['3:51 statusPages[0].colour'])
    expect(page('  - { address: a, title: A, services: [{ cluster: east }] }\n')).toEqual(['3:40 statusPages[0].services[0].name'])
  })

  it('An error of understudy.yaml never repeats credentials', () => {
    const text = 'clusters:\n  - id: a\n    confDir: /x\n    zookeeper:\n      auth: { scheme: digest, credentials: s3cret }\n'
    expect(() => parseUnderstudyFile(text, 'u')).toThrow(expect.objectContaining({ message: expect.not.stringContaining('s3cret') }))
  })

  it('Any text of understudy.yaml is parsed or refused with a SettingsError', () => {
    const bomb = `a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}*a${i}]`).join('\n')}`
    for (const text of [bomb, `clusters: ${'['.repeat(3_000)}`, 'null', '5', '- a', 'clusters: {}', '*x'])
      expect(() => parseUnderstudyFile(text, 'u')).toThrow(SettingsError)
    fc.assert(
      fc.property(anyText(), (text) => {
        try {
          parseUnderstudyFile(text, 'u')
          return false
        } catch (error) {
          return SettingsError.is(error) && error.faults.length > 0
        }
      }),
    )
  })
})

describe('settings', () => {
  it('FLINK_HOME or FLINK_CONF_DIR alone makes settings of one cluster', async () => {
    expect(await loadSettings({ environment: { ...nothing, flinkHome: '/opt/flink-2.3.0' }, workingFolder })).toEqual({
      clusters: [
        {
          id: 'default',
          name: 'flink-2.3.0',
          confDir: '/opt/flink-2.3.0/conf',
          flinkHome: '/opt/flink-2.3.0',
          zookeeper: null,
          hosts: { control: 'local', sshOptions: null, memberConfDirs: {} },
          webUi: null,
        },
      ],
      statusPages: [],
      securityContact: null,
      file: null,
    })
    expect((await loadSettings({ environment: { ...nothing, flinkConfDir: '/etc/flink/' }, workingFolder })).clusters[0]).toMatchObject({
      name: 'flink',
      confDir: '/etc/flink',
      flinkHome: null,
    })
  })

  it('Settings of understudy.yaml have paths relative to its folder and TLS files read', async () => {
    await writeFile(join(workingFolder, 'ca.pem'), 'PEM')
    await writeFile(
      join(workingFolder, 'understudy.yaml'),
      'clusters: [{ id: a, confDir: sub/conf, control: ssh, sshOptions: "-p 2222", memberConfDirs: { "2": zk2 }, zookeeper: { quorum: "zk:2181", auth: { scheme: digest, credentials: "u:p" }, tls: { ca: ca.pem } } }]',
    )
    const { clusters, file } = await loadSettings({ environment: nothing, workingFolder })
    expect({ clusters, file }).toEqual({
      clusters: [
        {
          id: 'a',
          name: 'a',
          confDir: join(workingFolder, 'sub/conf'),
          flinkHome: null,
          zookeeper: {
            servers: 'zk:2181',
            auth: { scheme: 'digest', credentials: 'u:p' },
            tls: { ca: 'PEM', cert: undefined, key: undefined, servername: undefined },
          },
          hosts: { control: 'ssh', sshOptions: '-p 2222', memberConfDirs: { 2: join(workingFolder, 'zk2') } },
          webUi: null,
        },
      ],
      file: join(workingFolder, 'understudy.yaml'),
    })
  })

  it('Loading settings without a cluster or with a missing file fails with a code', async () => {
    await expect(loadSettings({ environment: nothing, workingFolder })).rejects.toThrow(expect.objectContaining({ code: 'no-cluster' }))
    await expect(loadSettings({ environment: { ...nothing, understudyConfig: 'gone.yaml' }, workingFolder })).rejects.toThrow(
      expect.objectContaining({ code: 'file-missing' }),
    )
  })

  it('Settings are loaded again when the file changes, and a bad edit keeps the last good ones with a problem', async () => {
    const file = join(workingFolder, 'understudy.yaml')
    const write = (id: string) => writeFile(file, `clusters: [{ id: ${id}, confDir: /x }]`)
    const end = new AbortController()
    let state: SettingsState | null = null
    const seen = () => `${state?.settings?.clusters.map(({ id }) => id).join()} ${state?.problem?.code ?? 'fine'}`
    await write('a')
    await watchSettings((next) => (state = next), { environment: nothing, workingFolder, signal: end.signal, debounceMs: 20 })
    expect(seen()).toBe('a fine')
    await write('B!')
    await vi.waitFor(() => expect(seen()).toBe('a file-invalid'), 60_000)
    await write('c')
    await vi.waitFor(() => expect(seen()).toBe('c fine'), 60_000)
    await rm(file)
    await vi.waitFor(() => expect(seen()).toMatch(/^c (no-cluster|file-missing)$/), 60_000)
    end.abort()
  })
})
