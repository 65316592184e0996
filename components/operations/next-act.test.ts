import { expect, it } from 'vitest'
import { createReason } from '@/lib/model/reasons/to-reason'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { deriveNextAct } from './next-act'

it('The step that restores a standby names the JobManager that it starts', () => {
  const snapshot = aSnapshot()
  const jobManagers = snapshot.jobManagers.map((jm) => (jm.role === 'leader' ? jm : { ...jm, role: 'down' as const, inLine: null }))
  const reasons = [createReason('no-standby', 'error', 'No standby is in line.', null, 'Start a JobManager.')]
  const cluster = { ...snapshot.cluster, control: 'ssh' as const }
  const ada = { kind: 'person', id: 'u1', name: 'Ada', role: 'administrator' } as const
  const verdict = { ...snapshot.verdict, level: 'unprotected' as const, reasons }
  const act = deriveNextAct({ ...snapshot, cluster, jobManagers, verdict, present: { ...snapshot.present, reasons: [] } }, ada)
  const target = jobManagers.find(({ role }) => role === 'down')!.master
  expect([act?.draft, act?.text]).toEqual([{ kind: 'start-jobmanager', target }, `No standby is in line. Start ${target} to restore one.`])
})
