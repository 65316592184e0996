import 'server-only'
import { pino, type Logger } from 'pino'
import { processWide } from '@/lib/base/process-wide'
import { hideUrlPasswords } from '@/lib/base/url-passwords'

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Hides passwords in addresses within any output, stacks of errors included. */
export const logOptions = { name: 'understudy', hooks: { streamWrite: hideUrlPasswords } }

/**
 * The logger of this process: JSON lines on stdout, one for all bundles of the built app.
 * `UNDERSTUDY_LOG_LEVEL` names a pino level; any other value is reported once and means `info`.
 */
export function getLog(): Logger {
  processWide.log ??= createLog(process.env.UNDERSTUDY_LOG_LEVEL)
  return processWide.log
}

function createLog(wanted: string | undefined): Logger {
  const isLevel = wanted !== undefined && levels.includes(wanted)
  const log = pino({ ...logOptions, level: isLevel ? wanted : 'info' })
  if (wanted && !isLevel) log.warn(`UNDERSTUDY_LOG_LEVEL is "${wanted.slice(0, 40)}"; use one of ${levels.join(', ')}. Logging at info.`)
  return log
}
