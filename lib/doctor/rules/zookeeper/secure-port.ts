import { getConfEntries } from '../../conf-entries'
import type { DoctorInput } from '../../doctor-input'
import { placeIn, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { findOwnZooCfg, readQuorumLine, showMember } from './ensemble'
import { toList } from '@/lib/base/counts'

/** A client with TLS on the plain port, or one without on the secure one: it connects and gets no answer. */
export const securePort: Rule = {
  id: 'zookeeper/secure-port',
  severity: 'error',
  title: 'TLS on one side only',
  why: 'ZooKeeper speaks TLS on secureClientPort alone, and plain text on clientPort alone. With the other kind of client no session begins, and no JobManager starts to lead.',
  source: {
    text: 'ZooKeeper Administrator’s Guide, “secureClientPort” and “zookeeper.client.secure”',
    url: 'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html',
  },
  canBeWrong: 'JVM options may come from the environment (JVM_ARGS, FLINK_ENV_JAVA_OPTS), and zoo.cfg may be another ensemble’s.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    if (!zooCfg || zooCfg.secureClientPort === null || zooCfg.secureClientPort === zooCfg.clientPort.value) return []
    const secure = isSecureClient(input)
    const { members } = readQuorumLine(input)
    const wrong = members.filter(({ port }) => port === (secure ? zooCfg.clientPort.value : zooCfg.secureClientPort))
    if (wrong.length === 0) return []
    const line = zooCfg.entries.findLast(({ key }) => key === 'secureClientPort')?.line ?? null
    return [
      {
        sentence: secure
          ? `Flink’s ZooKeeper client uses TLS, but ${toList(wrong.map(showMember))} is the port without it: secureClientPort is ${zooCfg.secureClientPort}.`
          : `The quorum line names ${toList(wrong.map(showMember))}, the port with TLS (secureClientPort), and nothing in the file makes Flink’s ZooKeeper client use it.`,
        whatToDo: secure
          ? `Name port ${zooCfg.secureClientPort} in the quorum line.`
          : 'Set -Dzookeeper.client.secure=true, the Netty client socket and the trust store in env.java.opts.all, or name the port without TLS.',
        places: [placeOf(input, 'quorum'), placeIn('zoo.cfg', line, 'secureClientPort')],
      },
    ]
  },
}

/** TLS by the options of all processes, or of JobManagers. */
function isSecureClient(input: DoctorInput): boolean {
  const options = /^env\.java\.(?:opts|default-opts)(?:\.all|\.jobmanager)?$/
  return getConfEntries(input).some(({ key, value }) => options.test(key) && /-Dzookeeper\.client\.secure=true(?:["'\s]|$)/i.test(value))
}
