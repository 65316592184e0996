import { findMilliseconds } from '@/lib/flink/configuration/option-values'
import { isSet, placeOf } from '../../places'
import type { DoctorInput } from '../../doctor-input'
import type { Rule } from '../../rule'
import { toPreciseDurationText } from '@/lib/base/durations'
import { findGrantedTimeout } from '../zookeeper/session-times'
import { recoverySources } from './sources'

function readHeartbeats({ configuration: { mode, effective } }: DoctorInput): { interval: number; timeout: number } | null {
  const { heartbeatInterval, heartbeatTimeout } = effective.options
  if (mode !== 'zookeeper' || effective.incomplete) return null
  const [interval, timeout] = [
    findMilliseconds(heartbeatInterval.value, effective.version),
    findMilliseconds(heartbeatTimeout.value, effective.version),
  ]
  return interval === null || timeout === null ? null : { interval, timeout }
}

/** Flink itself refuses a timeout shorter than the interval, and one lost heartbeat must not be enough. */
export const heartbeatTimeout: Rule = {
  id: 'recovery/heartbeat-timeout',
  severity: 'error',
  title: 'Heartbeats time out before the next one',
  why: 'Flink checks that the timeout is not shorter than the interval, and processes end at their start when it is. When it is less than two intervals, one late answer already counts as a lost process.',
  source: recoverySources.heartbeat,
  canBeWrong: 'Not, as far as the file read here is the one Flink reads.',
  check(input) {
    const beats = readHeartbeats(input)
    if (beats === null || (beats.interval > 0 && beats.timeout >= 2 * beats.interval)) return []
    const isRefused = beats.timeout < beats.interval || beats.interval <= 0
    const first = isSet(input.configuration.effective.options.heartbeatTimeout) ? 'heartbeatTimeout' : 'heartbeatInterval'
    return [
      {
        severity: isRefused ? 'error' : 'warning',
        sentence: `Heartbeats are sent every ${toPreciseDurationText(beats.interval)} and time out after ${toPreciseDurationText(beats.timeout)}: ${isRefused ? 'Flink does not start with that' : 'one late answer costs a TaskManager and a restart of its jobs'}.`,
        whatToDo: `Set ${placeOf(input, 'heartbeatTimeout').key} to several times ${placeOf(input, 'heartbeatInterval').key}; by default they are 50 s and 10 s.`,
        places: [placeOf(input, first), placeOf(input, first === 'heartbeatTimeout' ? 'heartbeatInterval' : 'heartbeatTimeout')],
      },
    ]
  },
}

/** A long heartbeat timeout is usually set for long pauses; a shorter session does not survive them. */
export const heartbeatSession: Rule = {
  id: 'recovery/heartbeat-outlasts-session',
  severity: 'note',
  title: 'Heartbeats wait longer than the session lasts',
  why: 'A JobManager that pauses (garbage collection, a stopped machine) keeps its TaskManagers for the heartbeat timeout, but loses its leadership with the ZooKeeper session, and then all its jobs start again.',
  source: recoverySources.heartbeat,
  canBeWrong: 'The longer timeout may be meant for pauses of TaskManagers only.',
  check(input) {
    const beats = readHeartbeats(input)
    const granted = findGrantedTimeout(input)
    if (
      beats === null ||
      granted === null ||
      !isSet(input.configuration.effective.options.heartbeatTimeout) ||
      beats.timeout <= Math.max(granted, 50_000)
    )
      return []
    return [
      {
        sentence: `${placeOf(input, 'heartbeatTimeout').key} lets a process pause for ${toPreciseDurationText(beats.timeout)}, but a leader that pauses for more than ${toPreciseDurationText(granted)} loses its ZooKeeper session and all jobs restart.`,
        whatToDo: `Make the session as long (${placeOf(input, 'sessionTimeout').key}, and maxSessionTimeout of ZooKeeper) at the price of slower takeovers, or shorten the heartbeat timeout.`,
        places: [placeOf(input, 'heartbeatTimeout'), placeOf(input, 'sessionTimeout')],
      },
    ]
  },
}
