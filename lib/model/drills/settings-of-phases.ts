import type { DrillPhase } from './prediction'
import type { DrillScenario } from './scenarios'

/** The setting that shortens a phase; null: there is none. */
export interface PhaseSetting {
  setting: string | null
  advice: string
}

/** Sources: ZooKeeper's ExpiryQueue, Flink's HighAvailabilityOptions, RestartStrategyOptions and HeartbeatManagerOptions. */
const settings: Readonly<Record<DrillPhase, Readonly<Record<DrillScenario['session'], PhaseSetting>>>> = {
  detection: {
    expires: {
      setting: 'high-availability.zookeeper.client.session-timeout',
      advice:
        'A shorter ZooKeeper session timeout; ZooKeeper grants no less than two ticks. The price: a shorter pause of a healthy JobManager costs it the lead.',
    },
    closes: {
      setting: null,
      advice:
        'The leader did not close its session at once. A REST request that hangs on it delays its end, and then the session timeout counts.',
    },
  },
  election: {
    expires: { setting: null, advice: 'No setting shortens it: the standby opens its components as the leader for the first time.' },
    closes: { setting: null, advice: 'No setting shortens it: the standby opens its components as the leader for the first time.' },
  },
  recovery: {
    expires: {
      setting: 'restart-strategy.type',
      advice: 'A shorter delay of the restart strategy, and as many free slots as the jobs need.',
    },
    closes: {
      setting: 'restart-strategy.type',
      advice: 'A shorter delay of the restart strategy, and as many free slots as the jobs need.',
    },
  },
}

export function findSetting(phase: DrillPhase, session: DrillScenario['session']): PhaseSetting {
  return settings[phase][session]
}
