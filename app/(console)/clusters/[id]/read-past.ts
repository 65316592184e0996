import 'server-only'
import { rangeMs, ranges, type RangeName } from '@/components/cluster/lane-scale'
import { HttpError } from '@/lib/http/errors'
import { findHistory } from '@/lib/http/history/get-history'
import { getMoment } from '@/lib/http/history/get-moment'
import type { History, Moment } from '@/lib/model/history'
import type { UnderstudyConsole } from '@/lib/observer/console'

interface Past {
  history: History
  range: RangeName
  /** null: now. */
  moment: Moment | null
  /** Why the requested moment cannot be shown. */
  problem: string | null
}

/** The lanes, and the moment that `?at=` names: as far back as it takes to include it. */
export async function readPast(console: UnderstudyConsole, clusterId: string, asked: string | string[] | undefined): Promise<Past> {
  const now = Date.now()
  const at = typeof asked === 'string' ? Date.parse(asked) : asked === undefined ? Infinity : NaN
  const range = ranges.find((name) => !(now - at > rangeMs[name] * 0.98)) ?? '90d'
  const [history, listed] = await Promise.all([
    findHistory(console, clusterId, { from: now - rangeMs[range], to: now, before: null, mostEvents: 1 }),
    readMoment(clusterId, at, now),
  ])
  if (history === null) throw new Error(`The cluster ${clusterId} is no longer observed.`)
  return { history, range, ...listed }
}

async function readMoment(clusterId: string, at: number, now: number): Promise<Pick<Past, 'moment' | 'problem'>> {
  if (Number.isNaN(at)) return { moment: null, problem: 'The address has no valid time. A valid one is ?at=2026-03-14T13:58:15Z.' }
  if (at >= now) return { moment: null, problem: null }
  try {
    return { moment: await getMoment(clusterId, at), problem: null }
  } catch (error) {
    if (HttpError.is(error)) return { moment: null, problem: error.message }
    throw error
  }
}
