import { createCookieChoice } from './cookie-choice'

export const zoneChoices = ['local', 'utc'] as const
/** Whether times are shown in the reader's own zone or in UTC. */
export type ZoneChoice = (typeof zoneChoices)[number]

const choice = createCookieChoice<ZoneChoice>('times')

export const setZoneChoice = choice.set
export const useZoneChoice = choice.use
