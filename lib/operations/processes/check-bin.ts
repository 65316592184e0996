import 'server-only'
import { posix } from 'node:path'
import type { Check } from '@/lib/model/operation'
import { runScript } from '@/lib/sources/hosts/ask-host'
import type { PlanContext } from '../run/verb'
import { getFlinkHome } from './scripts'

/** Flink is at the same path on every host, as its own scripts assume; checked before anything is stopped. */
export async function checkBin(context: PlanContext, host: string, script: string, confDir = context.settings.confDir): Promise<Check> {
  const path = posix.join(getFlinkHome(context), 'bin', script)
  const { code } = await runScript(context.hosts.runner, host, 'test -x "$1" && test -r "$2"', [path, confDir], {
    deadlineMs: 15_000,
    signal: context.signal,
  })
  if (code === 0) return { code: 'script', level: 'fine', text: `${path} and the conf folder are on ${host}.` }
  return {
    code: 'script',
    level: 'refusal',
    text: `${path} or the conf folder ${confDir} is not on ${host}, or may not be used there. Flink has to lie at the same path on every host.`,
  }
}
