import { answering, startFakeJobManager, type FakeServer } from '@/lib/testing/fake-job-manager'
import { loadRecordedNodes, loadRecordedRest, type RecordedAnswer } from '@/lib/testing/recorded/recorded-flink'
import type { ClusterPlan } from './plan-cluster'

/** JobManagers of a plan that answer as the recorded ones did, on the plan's ports. Returns a function that ends them. */
export async function startFakes(plan: ClusterPlan): Promise<() => Promise<void>> {
  const recordedJob =
    loadRecordedNodes(plan.version, '03-running').flatMap(({ path }) => /\/([0-9a-f]{32})$/.exec(path)?.[1] ?? [])[0] ?? ''
  const recorded = loadRecordedRest(plan.version, '03-running')
  const fakes: FakeServer[] = []
  for (const [i, port] of plan.ports.entries()) {
    const answers = toOwn(recorded[String(8081 + i)] ?? {}, recordedJob, plan)
    fakes.push(await startFakeJobManager({ current: answering(answers) }, port))
  }
  return async () => void (await Promise.all(fakes.map((fake) => fake.kill())))
}

function toOwn(answers: Record<string, RecordedAnswer>, recordedJob: string, plan: ClusterPlan): Record<string, RecordedAnswer> {
  const text = JSON.stringify(answers)
    .replaceAll(recordedJob, plan.jobIds[0] ?? '')
    .replaceAll('"8081"', `"${plan.ports[0]}"`)
    .replaceAll('"8082"', `"${plan.ports[1]}"`)
  const own = JSON.parse(text) as Record<string, RecordedAnswer>
  const overview = own['/jobs/overview']
  const [job] = (overview?.json as { jobs?: object[] } | undefined)?.jobs ?? []
  if (overview && job) overview.json = { jobs: plan.jobIds.map((jid, i) => ({ ...job, jid, name: `job ${i + 1}` })) }
  return own
}
