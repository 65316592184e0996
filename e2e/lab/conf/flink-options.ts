import { pathToFileURL } from 'node:url'
import { compareVersions } from '@/e2e/lab/distribution/version'
import type { ConfSettings } from './settings'

/** An option as Flink's flat files write it. */
export type Option = [key: string, value: string]

/** The HA part: for 'recovery' the lines of the seed's example, in its order. */
export function deriveHaOptions(settings: ConfSettings): Option[] {
  const storage = pathToFileURL(settings.storageFolder).href
  const checkpoints = pathToFileURL(settings.checkpointFolder).href
  const isNew = compareVersions(settings.flink, '2.0') >= 0
  if (settings.keys === 'recovery') {
    return [
      ['recovery.mode', 'zookeeper'],
      ['recovery.zookeeper.quorum', settings.connectString],
      ['recovery.zookeeper.path.root', settings.pathRoot],
      // 2.x knows the recovery.* names still, but every job fails with the seed's `state.backend: filesystem`.
      ...(isNew
        ? ([
            ['state.backend.type', 'hashmap'],
            ['execution.checkpointing.dir', checkpoints],
          ] satisfies Option[])
        : ([
            ['state.backend', 'filesystem'],
            ['state.backend.fs.checkpointdir', checkpoints],
          ] satisfies Option[])),
      ['recovery.zookeeper.storageDir', storage],
      ...toTimeout('recovery.zookeeper.client.session-timeout', settings),
    ]
  }
  return [
    [compareVersions(settings.flink, '1.17') >= 0 ? 'high-availability.type' : 'high-availability', 'zookeeper'],
    ['high-availability.zookeeper.quorum', settings.connectString],
    ['high-availability.zookeeper.path.root', settings.pathRoot],
    ...(isNew
      ? ([
          ['state.backend.type', 'hashmap'],
          ['execution.checkpointing.dir', checkpoints],
        ] satisfies Option[])
      : ([
          ['state.backend', 'hashmap'],
          ['state.checkpoints.dir', checkpoints],
        ] satisfies Option[])),
    ['high-availability.storageDir', storage],
    ...toTimeout('high-availability.zookeeper.client.session-timeout', settings),
  ]
}

function toTimeout(key: string, settings: ConfSettings): Option[] {
  return settings.sessionTimeoutMs === null ? [] : [[key, String(settings.sessionTimeoutMs)]]
}

/** What a single machine needs besides: small processes, loopback only (Flink's REST runs any jar it is sent), everything in one folder. */
export function deriveHostOptions(settings: ConfSettings): Option[] {
  const host: Option[] =
    settings.bindHost === 'localhost'
      ? [
          ['jobmanager.rpc.address', 'localhost'],
          ['rest.address', 'localhost'],
          ['taskmanager.host', 'localhost'],
        ]
      : []
  return [
    ...host,
    ['rest.bind-address', settings.bindHost],
    ['jobmanager.bind-host', settings.bindHost],
    ['taskmanager.bind-host', settings.bindHost],
    ['jobmanager.memory.process.size', '900m'],
    ['taskmanager.memory.process.size', '1024m'],
    ['taskmanager.numberOfTaskSlots', String(settings.slots)],
    ['zookeeper.heap.mb', '128'],
    ['io.tmp.dirs', settings.scratchFolder],
    ['web.tmpdir', settings.scratchFolder],
    ...(settings.pidFolder ? ([['env.pid.dir', settings.pidFolder]] satisfies Option[]) : []),
    ...(settings.javaHome ? ([['env.java.home', settings.javaHome]] satisfies Option[]) : []),
    ...(settings.sshOptions ? ([['env.ssh.opts', settings.sshOptions]] satisfies Option[]) : []),
    ...Object.entries(settings.more ?? {}),
  ]
}
