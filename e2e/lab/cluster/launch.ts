import { join } from 'node:path'
import type { ZooKeeperMember } from '@/e2e/lab/conf/zoo-cfg'
import { getScriptEnv, startDaemon, type StartedDaemon } from '@/e2e/lab/process/start-daemon'
import type { LabLayout } from './layout'

/** How the processes of one lab are started: always through Flink's own scripts. */
export interface Launcher {
  /** A line of conf/masters. */
  jobManager(master: string): Promise<StartedDaemon>
  zooKeeper(member: ZooKeeperMember): Promise<StartedDaemon>
  /** `index` counts the TaskManagers from 0. */
  taskManager(index: number): Promise<StartedDaemon>
}

export function createLauncher(layout: LabLayout, javaHome: string | null): Launcher {
  const bin = (script: string) => join(layout.home, 'bin', script)
  const { pidFolder } = layout
  return {
    jobManager: (master) =>
      startDaemon({
        name: `JobManager ${master}`,
        script: bin('jobmanager.sh'),
        args: ['start', ...master.split(':')],
        env: getScriptEnv(layout.confDir, javaHome),
        pidFolder,
        isMine: (command) => isOnPort(command, master.split(':')[1] ?? ''),
      }),
    zooKeeper: (member) =>
      startDaemon({
        name: `ZooKeeper member ${member.id}`,
        script: bin('zookeeper.sh'),
        args: ['start', String(member.id)],
        env: getScriptEnv(layout.zooKeeperConf(member.id), javaHome),
        pidFolder,
        isMine: (command) => command[command.indexOf('--peerId') + 1] === String(member.id),
      }),
    taskManager: () =>
      startDaemon({
        name: 'TaskManager',
        script: bin('taskmanager.sh'),
        args: ['start'],
        env: getScriptEnv(layout.confDir, javaHome),
        pidFolder,
        isMine: (command) => command.some((part) => part.endsWith('TaskManagerRunner')),
      }),
  }
}

// Up to 1.20 the script says `--webui-port 8081`; 2.x says `-D rest.port=8081`.
function isOnPort(command: string[], port: string): boolean {
  return command.includes(`rest.port=${port}`) || command[command.indexOf('--webui-port') + 1] === port
}
