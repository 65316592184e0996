import { toIsolated } from '@/lib/base/isolated-name'
import type { PublicComponent, PublicPage } from './public-page'
import { toStateLabel, type PublicState, type StateCause } from './public-state'
import { toDateText, toUtcClockText } from './texts'

/** A sentence whose times are kept as data: pages turn them into `<time>`, everything else into UTC text. */
export type SentencePart = string | { at: number }

type PageStanding = Pick<PublicPage, 'components' | 'state'>

/** The one sentence on top, in plain words. It contains times and no ages, so that a kept copy stays true. */
export function toSentenceParts({ components, state }: PageStanding): SentencePart[] {
  const [first, ...others] = components.filter((component) => component.state === state)
  if (!first) return ['This page shows no services yet.']
  const isAll = others.length > 0 && others.length + 1 === components.length
  const who =
    others.length === 0 ? toIsolated(first.name) : isAll ? 'All services' : `${others.length + 1} of ${components.length} services`
  return sentences[state]({ who, be: others.length === 0 ? 'is' : 'are', first })
}

/** The text under it: since when, and what is expected; empty where there is nothing to add. */
export function toAddition({ components, state }: PageStanding): SentencePart[] {
  const concerned = components.filter((component) => component.state === state)
  const [first] = concerned
  if (!first) return []
  if (state === 'outage') return [...toSince(first), ...toExpectation(first)]
  if (state === 'operational') {
    const weak =
      concerned.find(({ redundancy }) => redundancy === 'no-backup') ?? concerned.find(({ redundancy }) => redundancy === 'no-redundancy')
    return weak === undefined
      ? []
      : [redundancySentences[weak.redundancy === 'no-backup' ? 'no-backup' : 'no-redundancy'](toIsolated(weak.name))]
  }
  if (first.cause === 'leader-change') return [...toSince(first), ...toExpectation(first)]
  return first.cause === null ? [] : [causeSentences[first.cause]]
}

export function toPageSentence(page: PageStanding, now: number): string {
  return [...toSentenceParts(page), ...(page.state === 'outage' ? [' ', ...toAddition(page)] : [])]
    .map((part) => (typeof part === 'string' ? part : toWhenText(part.at, now)))
    .join('')
    .trim()
}

/** The clock for today, the date for other days. */
export function toWhenText(time: number, now: number): string {
  return new Date(time).toISOString().slice(0, 10) === new Date(now).toISOString().slice(0, 10) ? toUtcClockText(time) : toDateText(time)
}

type Sentence = (of: { who: string; be: string; first: PublicComponent }) => SentencePart[]

const sentences: Record<PublicState, Sentence> = {
  operational: ({ who, be }) => [`${who} ${be} operational.`],
  maintenance: ({ who, be }) => [`${who} ${be} under maintenance.`],
  degraded: ({ who, be, first }) => [`${who} ${be} ${degradedWords[first.cause ?? 'work-missing']}.`],
  unknown: ({ who, first }) =>
    first.observedAt === null ? [`No data yet for ${who}.`] : [`No data for ${who} since `, { at: first.observedAt }, '.'],
  outage: ({ who, be }) => [`${who} ${be} down.`],
}

const degradedWords: Record<StateCause, string> = {
  'leader-change': 'interrupted',
  'planned-change': 'under maintenance',
  recovering: 'recovering',
  'work-missing': 'degraded',
}

const causeSentences: Record<Exclude<StateCause, 'leader-change'>, string> = {
  'planned-change': 'Planned work is under way; a short interruption is part of it.',
  recovering: 'It is back, and not all of its work is confirmed to run yet.',
  'work-missing': 'Part of its work does not run at the moment.',
}

const redundancySentences: Record<'no-backup' | 'no-redundancy', (name: string) => string> = {
  'no-backup': (name) => `No backup of ${name} is available right now.`,
  'no-redundancy': (name) => `${name} has no redundancy.`,
}

function toSince({ leaderlessSince }: PublicComponent): SentencePart[] {
  return leaderlessSince === null ? [] : ['Since ', { at: leaderlessSince }, '.']
}

function toExpectation({ expectedBetween }: PublicComponent): SentencePart[] {
  if (expectedBetween === null) return []
  return [' Recovery is expected to start between ', { at: expectedBetween.earliest }, ' and ', { at: expectedBetween.latest }, '.']
}

/** The short text for a whole page, as badges and Statuspage's `description` have it. */
export function toPageLabel(page: Pick<PublicPage, 'state' | 'redundancy'>): string {
  return page.state === 'operational' && page.redundancy === 'full' ? 'All systems operational' : toStateLabel(page)
}
