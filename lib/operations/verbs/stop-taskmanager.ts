import 'server-only'
import type { Check } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { stopMs } from '../processes/stop-step'
import { findTaskManager, toStopWorkerStep, verifyWorkerGone } from '../processes/taskmanager-parts'
import type { Verb } from '../run/verb'

export const stopTaskManager: Verb<'stop-taskmanager'> = {
  kind: 'stop-taskmanager',
  async plan(context) {
    const process = await findTaskManager(context)
    const { host, pid } = process.identity
    const before = context.snapshot.taskManagers.total
    return {
      sentence: `Stops exactly the TaskManager with pid ${pid} on ${host}.`,
      steps: [toStopWorkerStep(context, process)],
      checks: checkSlots(context.snapshot),
      deadlineMs: stopMs + 20_000,
      guardsLeader: false,
      verify: (step) => verifyWorkerGone(step, host, before),
    }
  },
}

function checkSlots({ taskManagers, recovery }: ClusterSnapshot): Check[] {
  const { total, slotsTotal, slotsFree } = taskManagers
  if (total === null || slotsTotal === null || slotsFree === null || recovery.jobs.length === 0) return []
  const itsSlots = slotsTotal / Math.max(1, total)
  if (slotsFree >= itsSlots) return []
  return [
    {
      code: 'slots',
      level: 'warning',
      text: `Its tasks will hardly find a place: ${slotsFree} of ${slotsTotal} slots are free. Jobs wait until there are enough again.`,
    },
  ]
}
