import { fetchSignedIn } from '@/e2e/fixtures/sign-in'
import { startConsole, type RunningConsole } from '@/e2e/fixtures/start-console'
import { startLab, type Lab } from '@/e2e/lab'
import type { Steps } from '@/scripts/setup/steps.mjs'
import type { Addresses } from './said/listener'
import { ClusterWitness, type Scene } from './truth/witness'

/** A real cluster, a console that watches it with a public page, and a witness that reads neither of them about the other. */
export interface Court {
  lab: Lab
  console: RunningConsole
  witness: ClusterWitness
  addresses: Addresses
  thresholdMs: number
  close(): Promise<void>
}

const slug = 'judged'

export async function openCourt(steps: Steps): Promise<Court> {
  const closing: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end()
  }
  try {
    const lab = await startLab({ flink: '2.3.0', masters: 3, quorum: 3, jobs: 2, taskManagers: 2, sessionTimeoutMs: 6_000, say: steps })
    closing.push(() => lab.close())
    steps.step('Starting the console')
    const console = await startConsole({ confDir: lab.confDir, flinkHome: lab.flinkHome })
    closing.push(() => console.close())
    const { clusterId, thresholdMs } = await publishPage(console.url)
    const witness = new ClusterWitness(toScene(lab))
    closing.push(() => witness.close())
    witness.start()
    return { lab, console, witness, thresholdMs, addresses: toAddresses(console.url, clusterId), close }
  } catch (error) {
    await close()
    throw error
  }
}

function toScene(lab: Lab): Scene {
  return {
    folder: lab.folder,
    masters: lab.masters.map(({ master }) => master),
    members: lab.zookeepers.map(({ id, address, settings }) => ({ id, address, port: settings.clientPort })),
    root: `${lab.settings.pathRoot}/default`,
    storageFolder: lab.settings.storageFolder,
  }
}

async function publishPage(url: string): Promise<{ clusterId: string; thresholdMs: number }> {
  const { clusters } = (await (await fetchSignedIn(`${url}/api/v1/clusters`)).json()) as { clusters: { id: string }[] }
  const clusterId = clusters[0]?.id ?? ''
  const answer = await fetchSignedIn(`${url}/api/v1/status-pages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ slug, title: 'Judged', isPublished: true, components: [{ clusterId, name: 'Judged stream' }] }),
  })
  if (!answer.ok) throw new Error(`The public page could not be made: ${answer.status} ${await answer.text()}`)
  const { pages } = (await (await fetchSignedIn(`${url}/api/v1/status-pages`)).json()) as { pages: Record<string, unknown>[] }
  const threshold = Object.entries(pages[0] ?? {}).find(([key, value]) => /outage.*ms|threshold/i.test(key) && typeof value === 'number')
  return { clusterId, thresholdMs: Number(threshold?.[1] ?? 0) }
}

function toAddresses(url: string, clusterId: string): Addresses {
  const api = `${url}/api/v1/clusters/${clusterId}`
  const page = `${url}/status/${slug}`
  return {
    snapshot: api,
    history: `${api}/history`,
    summary: `${page}/api/v2/summary.json`,
    incidents: `${page}/api/v2/incidents.json`,
    page,
  }
}
