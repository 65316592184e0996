import type { Lab } from '@/e2e/lab'

/** What is running and what to try, once everything is up. */
export async function getClosingWords(lab: Lab, console: { url: string; link: string } | null): Promise<string> {
  const { master: leader } = await lab.getLeader()
  const standbys = await lab.findStandbys()
  const lines = [
    '',
    console ? `  Console     ${console.url}` : '  Console     left out (--no-console)',
    ...(console
      ? [
          `  Sign in     ${console.link}   (once, within an hour)`,
          '  Password    set one with that link: it confirms important actions later',
        ]
      : []),
    `  Leader      ${leader.master} (pid ${leader.pid})`,
    ...standbys.map(({ master, pid }) => `  Standby     ${master} (pid ${pid})`),
    ...lab.zookeepers.map(({ address, pid }) => `  ZooKeeper   ${address} (pid ${pid})`),
    ...lab.taskManagers.map(({ pid }) => `  TaskManager pid ${pid}`),
    `  Conf        ${lab.confDir}`,
    '',
    `  Kill the leader:    kill -9 ${leader.pid}     (${leader.master}${standbys[0] ? '; a standby leads after 27 to 42 s, Flink’s defaults' : '; there is no standby'})`,
    `  Freeze the leader:  kill -STOP ${leader.pid}   (and kill -CONT ${leader.pid})`,
    `  Bring it back:      ${lab.flinkHome}/bin/jobmanager.sh start ${leader.master.replace(':', ' ')}`,
    '',
    '  Ctrl-C ends everything.',
  ]
  return lines.join('\n')
}
