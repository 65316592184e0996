import { describe, expect, it } from 'vitest'
import { aSituation, situations, type SituationName } from '@/lib/testing/situations'
import type { ClusterSnapshot } from './snapshot'

const names = Object.keys(situations) as SituationName[]

/** Every sentence of a snapshot that a page shows. */
function toTexts({
  verdict,
  present,
  events,
  jobManagers,
  leader,
  quorum,
  sources,
  recovery,
  takeover,
  strangers,
}: ClusterSnapshot): string[] {
  return [
    verdict.sentence,
    verdict.detail,
    present.sentence,
    ...[...verdict.reasons, ...present.reasons].flatMap(({ text, action }) => [text, action]),
    ...events.map(({ text }) => text),
    ...jobManagers.flatMap(({ roleDetail, webUi }) => [roleDetail, webUi.detail]),
    ...quorum.members.map(({ detail }) => detail),
    ...recovery.jobs.map(({ verdictDetail }) => verdictDetail),
    ...strangers.map(({ detail }) => detail),
    ...Object.values(sources).map(({ detail }) => detail),
    leader?.processDetail,
    quorum.detail,
    takeover.windowBasis,
    takeover.fencedDetail,
  ].filter((text) => typeof text === 'string')
}

const toSentences = (text: string) => text.split(/(?<=[.!?])\s+/)

describe.each(names)('what is said of %s', (name) => {
  const sentences = toTexts(aSituation(name)).flatMap(toSentences)

  it('A sentence on screen has at most one colon', () => {
    expect(sentences.filter((sentence) => sentence.split(/:(?=\s)/).length > 2)).toEqual([])
  })

  it('A sentence on screen has no state’s code name', () => {
    expect(
      sentences.filter((sentence) =>
        /\b(?:at-risk|no-leader|no-quorum|words-off|jobs-down|hand-over”|\w+-(?:jobmanager|member))\b/.test(sentence),
      ),
    ).toEqual([])
  })
})
