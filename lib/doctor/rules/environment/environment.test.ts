import { describe, expect, it } from 'vitest'
import { unprobedEnvironment, type OtherCluster, type PidFile } from '../../doctor-input'
import { aConf } from '../../testing/a-conf'
import { foreignPid } from './foreign-pid'
import { pidDirInTmp } from './pid-dir-in-tmp'
import { sharedPidDir } from './shared-pid-dir'
import { sshOptionsRefused } from './ssh-options-refused'
import { stalePids } from './stale-pids'

const conf = (text: string) => aConf({ 'flink-conf.yaml': `high-availability: zookeeper\n${text}`, masters: 'jm1:8081\njm2:8081' })
const anOther = (over: Partial<OtherCluster>): OtherCluster => ({
  id: 'b',
  name: 'Billing',
  quorum: [],
  chroot: '',
  znodeRoot: '/flink/b',
  storageDir: null,
  pidDir: '/tmp',
  hosts: ['JM2'],
  ...over,
})
const withPids = (pids: PidFile['pids']) => ({
  ...conf(''),
  environment: { ...unprobedEnvironment, pidFiles: [{ path: '/tmp/flink-me-standalonesession.pid', pids }] },
})

describe('pid files', () => {
  it('Pid files under /tmp are a finding, configured or by default', () => {
    expect(pidDirInTmp.check(conf(''))).toMatchObject([
      {
        sentence: 'env.pid.dir is not set, so the scripts keep their pid files in /tmp.',
        places: [{ file: 'flink-conf.yaml', line: null, key: 'env.pid.dir' }],
      },
    ])
    expect(pidDirInTmp.check(conf('env.pid.dir: /var/tmp/flink'))).toHaveLength(1)
    expect(pidDirInTmp.check(conf('env.pid.dir: /tmpfs/flink'))).toEqual([])
    expect(pidDirInTmp.check(aConf({ 'flink-conf.yaml': '', masters: 'localhost:8081' }))).toEqual([])
  })

  it('A pid folder shared by two clusters of one host is a finding', () => {
    expect(sharedPidDir.check({ ...conf(''), others: [anOther({})] })).toMatchObject([
      { sentence: 'The cluster “Billing” has the same pid folder, “/tmp”, on “JM2”.' },
    ])
    expect(
      sharedPidDir
        .check({ ...conf(''), others: ['A', 'B', 'C', 'D', 'E'].map((name) => anOther({ name })) })
        .map(({ sentence }) => sentence),
    ).toEqual(['The clusters “A”, “B”, “C” and 2 more have the same pid folder, “/tmp”, on “JM2”.'])
    expect(sharedPidDir.check({ ...conf('env.pid.dir: /run/flink/'), others: [anOther({ pidDir: '/run//flink' })] })).toHaveLength(1)
    expect(
      sharedPidDir.check({ ...conf(''), others: [anOther({ hosts: ['jm3'] }), anOther({ pidDir: null }), anOther({ pidDir: '/run/b' })] }),
    ).toEqual([])
  })

  it('A pid file with the pid of a foreign process is a finding', () => {
    expect(
      foreignPid.check(
        withPids([
          { pid: 7, alive: true, ours: true },
          { pid: 9, alive: true, ours: false },
        ]),
      ),
    ).toMatchObject([
      {
        sentence:
          '“/tmp/flink-me-standalonesession.pid” has pid 9, which is no process of this cluster: the next stop from there would end it.',
      },
    ])
    expect(
      foreignPid.check(
        withPids([
          { pid: 9, alive: true, ours: null },
          { pid: 8, alive: false, ours: false },
        ]),
      ),
    ).toEqual([])
    expect(foreignPid.check(conf(''))).toEqual([])
  })

  it('A pid file with dead pids is a finding', () => {
    expect(
      stalePids.check(
        withPids([
          { pid: 7, alive: true, ours: true },
          { pid: 9, alive: false, ours: null },
        ]),
      ),
    ).toMatchObject([
      {
        severity: 'warning',
        sentence:
          '“/tmp/flink-me-standalonesession.pid” names pid 9, which is gone; the next stop does nothing, while a process further up in the file lives.',
      },
    ])
    expect(stalePids.check(withPids([{ pid: 9, alive: false, ours: null }]))).toMatchObject([{ severity: 'note' }])
    expect(stalePids.check(withPids([{ pid: 7, alive: true, ours: true }]))).toEqual([])
  })
})

describe('env.ssh.opts', () => {
  it('An env.ssh.opts with an option that the console refuses is a finding that names the option', () => {
    expect(sshOptionsRefused.check(conf('env.ssh.opts: -p 2222 -o ProxyCommand=nc'))).toEqual([
      {
        sentence: 'env.ssh.opts has an option that the console does not use, so it uses none of them.',
        whatToDo:
          '“-o ProxyCommand” in env.ssh.opts is not taken from a cluster’s files. If it is meant, set it in the ssh configuration of the user who runs this console, and sshOptions of this cluster in understudy.yaml without it.',
        places: [{ file: 'flink-conf.yaml', line: 2, key: 'env.ssh.opts' }],
      },
    ])
  })

  it.each([
    ['is not set', conf('')],
    ['has only what the console uses', conf('env.ssh.opts: -p 2222 -o StrictHostKeyChecking=yes')],
    ['belongs to a cluster without high availability', aConf({ 'flink-conf.yaml': 'env.ssh.opts: -A', masters: 'jm1:8081' })],
  ])('An env.ssh.opts that %s is no finding', (_why, input) => {
    expect(sshOptionsRefused.check(input)).toEqual([])
  })
})
