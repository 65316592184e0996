import 'server-only'
import { posix } from 'node:path'
import { OperationError, type PlanContext } from '../run/verb'

/** A call of one of Flink's own scripts. */
export interface ScriptCall {
  argv: string[]
  env: Readonly<Record<string, string>>
}

type Script = 'jobmanager.sh' | 'taskmanager.sh' | 'zookeeper.sh'

/**
 * What start-cluster.sh and start-zookeeper-quorum.sh run on each host: on other hosts in a login shell, as they do, so that JAVA_HOME is
 * what it is there; and with the conf folder, which they do not pass on.
 * @param confDir default the cluster's
 */
export async function createFlinkScriptCall(
  context: PlanContext,
  host: string,
  script: Script,
  args: readonly string[],
  confDir?: string,
): Promise<ScriptCall> {
  const path = posix.join(getFlinkHome(context), 'bin', script)
  const isLocal = await context.hosts.runner.isLocal(host)
  return { argv: [...(isLocal ? [] : ['/bin/bash', '-l']), path, ...args], env: { FLINK_CONF_DIR: confDir ?? context.settings.confDir } }
}

/** @throws OperationError refused */
export function getFlinkHome({ flinkHome, settings }: PlanContext): string {
  if (flinkHome !== null) return flinkHome
  throw new OperationError(
    'refused',
    `Where Flink lies is not known for ${settings.confDir}, so nothing can be started. Set flinkHome for this cluster in understudy.yaml.`,
  )
}
