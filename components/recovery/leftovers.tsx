'use client'
import { memo, useMemo } from 'react'
import { toCount } from '@/lib/base/counts'
import { toBytesText } from '@/components/ui/amount-text'
import { openPlan } from '@/components/operations/plan-host'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { ShortId } from '@/components/ui/short-id'
import { Cell, Table, type Column } from '@/components/ui/table'
import { Ago } from '@/components/ui/time'
import { toFullSentence, Words } from '@/components/ui/words'
import { useActor } from '@/lib/client/use-actor'
import type { DanglingItem } from '@/lib/model/dangling/removal'
import { deriveItems, toItemName, toLeftover } from '@/lib/model/dangling/items'
import { findPermitted, type Permitted } from '@/lib/model/derive-permitted'
import type { ClusterSnapshot, Recovery } from '@/lib/model/snapshot'

const columns: Column[] = [
  { head: 'Kind', width: '17%' },
  { head: 'Where', width: '43%' },
  { head: 'Since', width: '14%' },
  { head: 'Size', width: '9%', align: 'end' },
  { head: 'Actions', align: 'end' },
]
const shown = 200

const kindWords: Readonly<Record<string, string>> = {
  'job-without-graph': 'znodes of a job without graph',
  'other-version': 'znodes of another Flink version',
  'job-graph': 'job graph file',
  'execution-plan': 'execution plan file',
  application: 'application file',
  checkpoint: 'checkpoint file',
}

/** An item that may be removed: a line of the list, or a pointer whose file is missing. */
interface Loose {
  item: DanglingItem
  kind: string
  since: string | null
  bytes: number | null
  detail: string
}

/**
 * Dangling items: files and znodes that nothing refers to any more, and pointers to files that do not exist.
 * @param unlisted why the storage directory was not listed; null: it was
 */
export function Dangling({
  snapshot,
  unlisted,
  staleSince,
}: {
  snapshot: ClusterSnapshot
  unlisted: string | null
  staleSince: string | null
}) {
  const loose = useMemo(() => toLoose(snapshot.recovery), [snapshot.recovery])
  const actor = useActor()
  const backUp = findPermitted(snapshot, actor, 'back-up-dangling', null)
  const remove = findPermitted(snapshot, actor, 'remove-dangling', null)
  return (
    <Panel
      title="Orphaned metadata"
      aside={
        loose.length === 0
          ? 'Files and znodes without a reference'
          : `${toCount(loose.length, 'file or znode', 'files and znodes')} without a reference`
      }
      staleSince={staleSince}
      corner={
        loose.length === 0 ? null : (
          <span className="flex flex-wrap gap-2">
            <DanglingButton permitted={backUp} word="Back up all…" />
            <DanglingButton permitted={remove} word="Remove all…" />
          </span>
        )
      }
    >
      {unlisted === null ? null : (
        <p className="mb-2 text-sm text-muted">
          Files are not known: <Words text={unlisted} />.
        </p>
      )}
      {loose.length === 0 ? (
        <p className="text-sm text-muted">{unlisted === null ? 'No orphaned metadata.' : 'No orphaned znodes.'}</p>
      ) : (
        <LooseTable loose={loose} allowed={remove.allowed} why={remove.why} />
      )}
      {loose.length > shown ? (
        <p className="mt-2 text-sm text-muted">{toCount(loose.length - shown, 'more')} in the API’s answer.</p>
      ) : null}
      {loose.length === 0 || remove.allowed ? null : (
        <p className="mt-2 text-xs text-muted">
          <span className="font-medium">Remove:</span> {remove.why}
        </p>
      )}
    </Panel>
  )
}

/** Drawn again only when the dangling items, or the permitted actions, changed: a busy cluster has ten revisions a second. */
const LooseTable = memo(function LooseTable({ loose, allowed, why }: { loose: Loose[]; allowed: boolean; why: string }) {
  const remove: Permitted = { kind: 'remove-dangling', target: null, allowed, why }
  return (
    <Table label="Orphaned files and znodes" columns={columns} rowCount={loose.length}>
      <tbody role="rowgroup">
        {loose.slice(0, shown).map((one) => (
          <LooseRow key={toItemName(one.item)} loose={one} remove={remove} />
        ))}
      </tbody>
    </Table>
  )
})

function LooseRow({ loose: { item, kind, since, bytes, detail }, remove }: { loose: Loose; remove: Permitted }) {
  return (
    <tr role="row" data-dangling={toItemName(item)}>
      <Cell head="Kind" lead>
        {kindWords[kind] ?? kind}
      </Cell>
      <Cell head="Where">
        <span className="font-mono text-xs" data-tip={toFullSentence(detail)} tabIndex={0}>
          {item.path}
        </span>
      </Cell>
      <Cell head="Since">{since === null ? <span className="text-muted">not known</span> : <Ago at={since} />}</Cell>
      <Cell head="Size" align="end">
        {bytes === null ? '–' : toBytesText(bytes)}
      </Cell>
      <Cell head="Actions" align="end">
        <DanglingButton permitted={remove} word="Remove…" item={item} />
      </Cell>
    </tr>
  )
}

function DanglingButton({ permitted, word, item }: { permitted: Permitted; word: string; item?: DanglingItem }) {
  const { kind, allowed, why } = permitted
  const label = item === undefined ? word.replace('…', '') : `${word.replace('…', '')} ${toItemName(item)}`
  return (
    <Button
      small
      possible={allowed}
      aria-haspopup="dialog"
      data-tip={allowed ? undefined : why}
      aria-label={allowed ? `${label}…` : `${label}: ${why}`}
      onClick={() => openPlan({ kind, target: null, ...(item === undefined ? {} : { options: { items: toItemName(item) } }) })}
    >
      {word}
    </Button>
  )
}

function toLoose(recovery: Recovery): Loose[] {
  const broken = deriveItems({ recovery: { ...recovery, dangling: [] } }).map((item): Loose => ({
    item,
    kind: 'pointer without its file',
    since: null,
    bytes: null,
    detail: 'its file is missing or cannot be read',
  }))
  return [
    ...recovery.dangling.map((one): Loose => ({
      item: toLeftover(one),
      kind: one.kind,
      since: one.since,
      bytes: one.bytes,
      detail: one.detail,
    })),
    ...broken,
  ]
}

/** Results of jobs that ended: dirty ones still have to be cleaned up by a leader. */
export const JobResults = memo(function JobResults({
  jobResults,
  unlisted,
}: {
  jobResults: Recovery['jobResults']
  unlisted: string | null
}) {
  return (
    <Panel title="Job results" aside="Of jobs that have ended, kept so that no new leader starts them again">
      {unlisted === null ? (
        <div className="grid gap-4 text-sm sm:grid-cols-2">
          <ResultList title="Dirty" saying="ended, not cleaned up yet; the next leader cleans up" ids={jobResults.dirty} />
          <ResultList title="Clean" saying="ended and cleaned up" ids={jobResults.clean} />
        </div>
      ) : (
        <p className="text-sm text-muted">
          Not known: <Words text={unlisted} />.
        </p>
      )}
    </Panel>
  )
})

function ResultList({ title, saying, ids }: { title: string; saying: string; ids: string[] }) {
  return (
    <div>
      <h3 className="font-medium">
        {title} <span className="font-normal text-muted">{ids.length === 0 ? 'none' : `${ids.length} · ${saying}`}</span>
      </h3>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5">
        {ids.slice(0, shown).map((id) => (
          <li key={id}>
            <ShortId id={id} />
          </li>
        ))}
      </ul>
    </div>
  )
}
