import { setTimeout as sleep } from 'node:timers/promises'
import { appendAudit } from '@/lib/journal/audit/append'
import { openJournal } from '@/lib/journal/open'
import { startRecorder } from '@/lib/journal/record/recorder'
import type { ClusterEvent, ClusterSnapshot } from '@/lib/model/snapshot'
import type { PublishedRevision } from '@/lib/observer/published'
import { aSnapshot } from './a-snapshot'

/**
 * A separate process that writes until it is killed: `journal-writer.ts folder [url] [first event]`. A line
 * `event N` or `audit N` means that N is acknowledged, i.e. on disk.
 */
const [dataDir = '', url = '', first = '1'] = process.argv.slice(2)
const journal = await openJournal({ dataDir, databaseUrl: url || null })
let snapshot: ClusterSnapshot = aSnapshot({ epoch: `writer-${process.pid}`, events: [] })
let notify: (revision: PublishedRevision) => void = () => undefined
const publish = (events: ClusterEvent[]) => {
  snapshot = { ...snapshot, asOf: new Date().toISOString(), revision: snapshot.revision + 1, events }
  notify({ snapshot } as PublishedRevision)
}
const console = {
  clusters: () => [{ id: 'east' } as never],
  subscribe(_id: string, listener: typeof notify) {
    notify = listener
    publish([])
    return () => undefined
  },
  subscribeFleet: () => () => undefined,
  findConfiguration: () => Promise.resolve(null),
  whenReady: () => Promise.resolve(),
}
const recorder = startRecorder({ console, getJournal: async () => journal, leaseMs: 500 })
const say = (line: string) => process.stdout.write(`${line}\n`)
const audit = async () => {
  for (;;)
    say(
      `audit ${await appendAudit(journal, { actor: null, from: null, action: 'test', clusterId: 'east', target: null, reason: null, result: 'done' })}`,
    )
}
void audit()
for (let serial = Number(first); ; serial++) {
  const event: ClusterEvent = {
    id: String(serial),
    at: new Date().toISOString(),
    kind: 'job',
    severity: 'note',
    text: `job ${serial}`,
    subject: null,
  }
  publish([event, ...snapshot.events].slice(0, 50))
  await new Promise(setImmediate)
  await recorder.flush()
  const written = await journal.db.selectFrom('events').select('id').where('text', '=', `job ${serial}`).executeTakeFirst()
  // Until the lease of a killed writer expires nothing is acknowledged; it waits in memory.
  if (written) say(`event ${serial}`)
  else await sleep(20)
}
