import type { PublicComponent, PublicPage } from './public-page'
import { publicStateWords, type PublicState } from './public-state'
import { toDateText, toUtcClockText } from './texts'

/** A sentence with the moments in it kept as moments: pages make `<time>` of them, everything else UTC text. */
export type SentencePart = string | { at: number }

/** The one sentence on top, as a person would say it. It names times and no ages, so that a kept copy stays true. */
export function toSentenceParts({ components, state }: Pick<PublicPage, 'components' | 'state'>): SentencePart[] {
  const [first, ...others] = components.filter((component) => component.state === state)
  if (!first) return ['This page publishes nothing yet.']
  const isOne = others.length === 0
  const who = isOne
    ? first.name
    : others.length + 1 === components.length
      ? 'Everything here'
      : `${others.length + 1} of ${components.length} services`
  return sentences[state]({ who, be: isOne || who === 'Everything here' ? 'is' : 'are', first })
}

export function toPageSentence(page: Pick<PublicPage, 'components' | 'state'>, now: number): string {
  return toSentenceParts(page)
    .map((part) => (typeof part === 'string' ? part : toWhenText(part.at, now)))
    .join('')
}

/** The clock for today, the date for other days. */
export function toWhenText(time: number, now: number): string {
  return new Date(time).toISOString().slice(0, 10) === new Date(now).toISOString().slice(0, 10) ? toUtcClockText(time) : toDateText(time)
}

type Sentence = (of: { who: string; be: string; first: PublicComponent }) => SentencePart[]

const sentences: Record<PublicState, Sentence> = {
  operational: () => ['Everything serves, and a standby is ready.'],
  maintenance: ({ who, be }) => [`${who} ${be} under maintenance. Everything serves.`],
  'no-spare': ({ who }) => [`${who} could not stand one more quorum failure. Everything serves.`],
  'no-standby': ({ who }) => [`${who} could not stand a failure now. Everything serves.`],
  unknown: ({ who, first }) =>
    first.observedAt === null ? [`No data: ${who} was not observed yet.`] : [`${who}: no data since `, { at: first.observedAt }, '.'],
  'taking-over': ({ who, first }) => [`${who} lost its leader`, ...since(' at ', first), '. A standby is taking over.'],
  'no-leader': ({ who, first }) => [`${who} has no leader`, ...since(' since ', first), ', and nobody is taking over.'],
}

function since(word: string, { leaderlessSince }: PublicComponent): SentencePart[] {
  return leaderlessSince === null ? [] : [word, { at: leaderlessSince }]
}

/** The short word for a whole page, as badges and Statuspage's `description` have it. */
export function toPageLabel(state: PublicState): string {
  return state === 'operational' ? 'All operational' : publicStateWords[state].label
}
