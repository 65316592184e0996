import { toPreciseDurationText } from '@/lib/base/durations'
import type { Incident } from './incident'
import { findReached } from './incident-phases'
import type { PublicCluster } from './public-cluster'
import { missingPhaseWords, toUtcClockText } from './texts'

export const outageTitles = { unplanned: 'Outage', maintenance: 'Outage during maintenance' } as const

/** The program's texts about an outage, for customers: no word of how the service is built. */
export const incidentBodies = {
  isDown: (name: string, lostAt: number, cluster: PublicCluster) =>
    `${name} is down since ${toUtcClockText(lostAt)}. ${toExpectation(cluster)}`,
  isStuck: () => 'The automatic recovery did not start in the expected time, or no backup is available.',
  isDownAgain: (name: string, lostAt: number) => `${name} is down again since ${toUtcClockText(lostAt)}, before it had fully recovered.`,
  isLed: (name: string, incident: Incident) =>
    `${toDownText(name, incident)}${findReached(incident.phases, 'jobs-running') === null ? ' Its work is not confirmed to run yet.' : ''}`,
  isOver: (name: string, incident: Incident) => [toDownText(name, incident), ...toEndTexts(incident)].join(' '),
}

function toExpectation({ state, expectedBetween }: PublicCluster): string {
  if (state === 'no-leader') return 'No automatic recovery is expected.'
  if (expectedBetween === null) return 'An automatic recovery is expected.'
  return `An automatic recovery is expected to start between ${toUtcClockText(expectedBetween.earliest)} and ${toUtcClockText(expectedBetween.latest)}.`
}

function toDownText(name: string, { lostAt, ledAgainAt, downMs, isEndUnseen }: Incident): string {
  const end = ledAgainAt ?? lostAt
  if (isEndUnseen)
    return `${name} was down from ${toUtcClockText(lostAt)}. It was found up at ${toUtcClockText(end)}; when the outage ended was not observed.`
  return `${name} was down until ${toUtcClockText(end)}, for ${toPreciseDurationText(downMs)}.`
}

function toEndTexts({ phases, lostAt }: Incident): string[] {
  const runsAt = findReached(phases, 'jobs-running')
  const missing = phases.filter(({ at }) => at === null).map(({ phase }) => missingPhaseWords[phase])
  const known = missing.filter((words) => words !== null)
  return [
    ...(runsAt === null
      ? []
      : [`All work runs again since ${toUtcClockText(runsAt)}, ${toPreciseDurationText(runsAt - lostAt)} after the outage began.`]),
    ...(phases.length === 0 ? ['The steps of the recovery were not observed.'] : []),
    ...(known.length === 0 ? [] : [`Not seen within 10 min: ${known.join(', ')}.`]),
  ]
}
