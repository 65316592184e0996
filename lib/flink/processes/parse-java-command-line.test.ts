import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mainClasses } from './main-classes'
import { parseJavaCommandLine } from './parse-java-command-line'

const session = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'
const unsaid = { mode: null, configDir: null, host: null, webUiPort: null, zkConfigFile: null, peerId: null, logFile: null }
const java = (...args: string[]) => ['/usr/lib/jvm/java-17/bin/java', ...args]
const words = (line: string) => line.split(' ')

describe('a JobManager', () => {
  it('A JobManager started by jobmanager.sh of 1.5 to 2.3 is recognized', () => {
    const line = java(
      '-Xmx1073741824',
      '-Dlog.file=/opt/flink/log/flink-root-standalonesession-0-jm1.log',
      '--add-opens',
      'java.base/java.util=ALL-UNNAMED',
      '-classpath',
      '/opt/flink/lib/a.jar:/opt/flink/lib/b.jar',
      session,
      ...words(
        '--configDir /opt/flink/conf --executionMode cluster --host jm1 --webui-port 8081 -D jobmanager.memory.heap.size=1073741824b',
      ),
    )
    expect(parseJavaCommandLine(line)).toEqual({
      ...unsaid,
      kind: 'jobmanager',
      mode: 'session',
      mainClass: session,
      configDir: '/opt/flink/conf',
      host: 'jm1',
      webUiPort: 8081,
      logFile: '/opt/flink/log/flink-root-standalonesession-0-jm1.log',
    })
  })

  it('A JobManager with any number of options before and behind its main class is recognized', () => {
    const many = Array.from({ length: 20_000 }, (_, number) => `-Da${number}=b`)
    expect(parseJavaCommandLine(java(...many, session, ...many, '--webui-port', '8081'))).toMatchObject({
      kind: 'jobmanager',
      webUiPort: 8081,
    })
  })

  it('A JobManager started by 1.0 is recognized', () => {
    const mainClass = 'org.apache.flink.runtime.jobmanager.JobManager'
    expect(
      parseJavaCommandLine(
        java('-cp', 'x', mainClass, ...words('--configDir /opt/flink/conf --executionMode cluster --host localhost --webui-port 8082')),
      ),
    ).toEqual({
      ...unsaid,
      kind: 'jobmanager',
      mode: 'session',
      mainClass,
      configDir: '/opt/flink/conf',
      host: 'localhost',
      webUiPort: 8082,
    })
  })

  it('A JobManager in application mode is recognized, with its port as a dynamic property', () => {
    const mainClass = 'org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint'
    expect(
      parseJavaCommandLine(java('-cp', 'x', mainClass, ...words('--configDir /c -D rest.port=8083 --job-classname a.B'))),
    ).toMatchObject({ kind: 'jobmanager', mode: 'application', configDir: '/c', webUiPort: 8083 })
    expect(parseJavaCommandLine(java('-cp', 'x', mainClass, '-Drest.port=8084'))).toMatchObject({ webUiPort: 8084, configDir: null })
  })

  it('Options of a JobManager may be short, have equals signs, and have blanks in a path', () => {
    expect(parseJavaCommandLine(java('-cp', 'x', session, '-c', '/my conf/a=b', '-h', 'jm2', '-r', '8081'))).toMatchObject({
      configDir: '/my conf/a=b',
      host: 'jm2',
      webUiPort: 8081,
    })
    expect(parseJavaCommandLine(java('-cp', 'x', session, '--configDir=/c=d', '--webui-port=1'))).toMatchObject({
      configDir: '/c=d',
      webUiPort: 1,
    })
  })

  it.each(['0x50', '65536', '-1', '80 81', ''])('The web UI port %j of a JobManager is refused', (port) => {
    expect(parseJavaCommandLine(java(session, '--webui-port', port))?.webUiPort).toBeNull()
  })
})

describe('a TaskManager and ZooKeeper', () => {
  it.each(['org.apache.flink.runtime.taskexecutor.TaskManagerRunner', 'org.apache.flink.runtime.taskmanager.TaskManager'])(
    'A process with the main class %s is a TaskManager',
    (mainClass) => {
      expect(parseJavaCommandLine(java(mainClass, '--configDir', '/c'))).toEqual({
        ...unsaid,
        kind: 'taskmanager',
        mainClass,
        configDir: '/c',
      })
    },
  )

  it('A ZooKeeper started by Flink’s wrapper has its file and its peer id', () => {
    const mainClass = 'org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer'
    expect(parseJavaCommandLine(java('-cp', 'x', mainClass, ...words('--zkConfigFile /opt/flink/conf/zoo.cfg --peerId 2')))).toEqual({
      ...unsaid,
      kind: 'zookeeper',
      mainClass,
      zkConfigFile: '/opt/flink/conf/zoo.cfg',
      peerId: 2,
    })
  })

  it('A ZooKeeper started by its own script has its file as its argument', () => {
    const mainClass = 'org.apache.zookeeper.server.quorum.QuorumPeerMain'
    expect(parseJavaCommandLine(java('-Dzookeeper.log.dir=/l', '-cp', 'x', mainClass, '/etc/zoo.cfg'))).toEqual({
      ...unsaid,
      kind: 'zookeeper',
      mainClass,
      zkConfigFile: '/etc/zoo.cfg',
    })
    expect(parseJavaCommandLine(java('org.apache.zookeeper.server.ZooKeeperServerMain', '2181', '/data'))).toMatchObject({
      zkConfigFile: null,
    })
  })
})

describe('other processes', () => {
  it.each([
    [[]],
    [['']],
    [['bash', '-c', session]],
    [['grep', session]],
    [java()],
    [java('-version')],
    [java('-cp', session)],
    [java('-jar', session)],
    [java('com.example.Main', session)],
    [java('constructor')],
    [['/opt/java-wrapper', session]],
  ])('A process with the command line %j belongs to neither Flink nor ZooKeeper', (argv) => {
    expect(parseJavaCommandLine(argv)).toBeNull()
  })

  it('Any arguments are parsed without an error, to a valid port or none', () => {
    const argument = fc.oneof(
      fc.string(),
      fc.constantFrom(...Object.keys(mainClasses), '--configDir', '--webui-port', '--host', '-D', '-Drest.port=', '-cp', '='),
    )
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 12 }), (args) => {
        const port = parseJavaCommandLine(['java', ...args])?.webUiPort ?? 0
        expect(port >= 0 && port <= 65535).toBe(true)
      }),
    )
  })
})
