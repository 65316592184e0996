import { findHostPort } from '../hosts-agree'

/** The call of Flink's own script for this masters line; only for hosts that are safe to paste into a shell. */
export function toStartAgain(master: string | null): string | null {
  const line = master === null ? null : findHostPort(master)
  if (!line || !/^[\w.:][\w.:-]*$/.test(line.host)) return null
  return `Start it again on its host: \`bin/jobmanager.sh start ${line.host} ${line.port}\`.`
}
