import 'server-only'
import { z } from 'zod'
import { looksLikeHtml, quote, readJsonAnswer } from './read-json'
import type { RestAnswer } from './rest-client'

/** What `GET /config` shows of the process itself; it is never proxied to the leader (DashboardConfigHandler). */
export interface ConfigJudgement {
  link: 'open' | 'odd'
  detail: string
  /** Whether its other local paths can be requested now. */
  canAskMore: boolean
  flinkVersion: string | null
  /** A standby before 1.8 answers every path with a redirect to the leader. */
  redirectsTo: string | null
}

const config = z.looseObject({ 'flink-version': z.string().max(100) })

/**
 * 200: a JobManager. 503: one that sees no leader, or has lost ZooKeeper: then all paths of every JobManager answer like this
 * (LeaderRetrievalHandler). 307: a standby up to 1.7 (RedirectHandler). Any other answer is not a JobManager's.
 */
export function judgeConfig(answer: RestAnswer): ConfigJudgement {
  const { status, text, location } = answer
  if (status === 200) return judgeOk(text)
  if (status === 503 && /leader/i.test(text.slice(0, 2_000)) && !looksLikeHtml(text)) {
    return { ...silentLeader, detail: `alive, but sees no leader or has lost ZooKeeper: ${quote(toErrorText(text))}` }
  }
  if (status === 307)
    return { ...silentLeader, detail: `a standby: redirects every request to ${quote(location ?? 'nowhere')}`, redirectsTo: location }
  if (status === 401 || status === 403) return odd(`asks for a sign-in (${status}): a proxy in front of the JobManager?`)
  return odd(`answers ${status} to /config: ${looksLikeHtml(text) ? 'an HTML page' : quote(toErrorText(text))}`)
}

const silentLeader: ConfigJudgement = { link: 'open', detail: '', canAskMore: false, flinkVersion: null, redirectsTo: null }

function judgeOk(text: string): ConfigJudgement {
  const reading = readJsonAnswer(text, config)
  if (!reading.ok) return odd(`${reading.reason}; this may not be the web UI port of a JobManager`)
  const flinkVersion = reading.value['flink-version']
  return { link: 'open', detail: `answers as Flink ${quote(flinkVersion)}`, canAskMore: true, flinkVersion, redirectsTo: null }
}

function odd(detail: string): ConfigJudgement {
  return { link: 'odd', detail, canAskMore: false, flinkVersion: null, redirectsTo: null }
}

const errors = z.object({ errors: z.array(z.string()).min(1) })

function toErrorText(text: string): string {
  const reading = readJsonAnswer(text, errors)
  return reading.ok ? (reading.value.errors[0] ?? text) : text
}
