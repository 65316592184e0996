import 'server-only'
import { toSegments } from '@/lib/flink/layouts/path-matcher'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'

/**
 * How to remove a job's znodes without this console, where it may not. The graph goes first: a JobManager that starts too early then skips
 * the job instead of running it without its checkpoints.
 * @param znodes of the job, as far as they could be read
 */
export function toStepsByHand(znodes: readonly { path: string }[], { root }: Pick<ElectionPlace, 'root'>): string {
  const tops = [...new Set(znodes.map(({ path }) => toSegments(path).slice(0, 2).join('/')))].sort(byStore)
  const commands = tops.map((path) => `\`deleteall ${root}/${path}\``).join(', then ')
  return `By hand: stop every JobManager, wait until their ZooKeeper sessions have ended, run ${commands === '' ? 'deleteall for each znode of the job' : commands} in zkCli.sh as a user that may, and start the JobManagers again.`
}

const last = /^(?:jobs|checkpoints|checkpoint-counter)\//

function byStore(a: string, b: string): number {
  return Number(last.test(a)) - Number(last.test(b)) || (a < b ? -1 : 1)
}
