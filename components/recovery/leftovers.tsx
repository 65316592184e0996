'use client'
import { memo } from 'react'
import { toBytesText, toPlural } from '@/components/ui/amount-text'
import { Panel } from '@/components/ui/panel'
import { ShortId } from '@/components/ui/short-id'
import { Cell, Table, type Column } from '@/components/ui/table'
import { Ago } from '@/components/ui/time'
import { toSentence, Words } from '@/components/ui/words'
import type { Recovery } from '@/lib/model/snapshot'

const columns: Column[] = [{ head: 'Kind', width: '18%' }, { head: 'Where', width: '44%' }, { head: 'Since', width: '16%' }, { head: 'Size', align: 'end' }]
const shown = 200

/**
 * What lies about: files and znodes that nothing refers to any more.
 * @param unlisted why the storage directory was not listed; null: it was
 */
export const Dangling = memo(function Dangling({ dangling, unlisted, staleSince }: { dangling: Recovery['dangling']; unlisted: string | null; staleSince: string | null }) {
  return (
    <Panel title="Dangling" aside={dangling.length === 0 ? 'Files and znodes that nothing refers to' : `${toPlural(dangling.length, 'file or znode', 'files and znodes')} that nothing refers to`} staleSince={staleSince}>
      {unlisted === null ? null : <p className="mb-2 text-sm text-muted">Files are not known: <Words text={unlisted} />.</p>}
      {dangling.length === 0 ? <p className="text-sm text-muted">{unlisted === null ? 'Nothing dangles.' : 'No znode dangles.'}</p> : (
        <Table label="Dangling files and znodes" columns={columns} rowCount={dangling.length}>
          <tbody role="rowgroup">
            {dangling.slice(0, shown).map((one) => (
              <tr role="row" key={`${one.kind} ${one.path}`}>
                <Cell head="Kind" lead>{one.kind}</Cell>
                <Cell head="Where"><span className="font-mono text-xs" data-tip={toSentence(one.detail)} tabIndex={0}>{one.path}</span></Cell>
                <Cell head="Since">{one.since === null ? <span className="text-muted">not known</span> : <Ago at={one.since} />}</Cell>
                <Cell head="Size" align="end">{one.bytes === null ? '–' : toBytesText(one.bytes)}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {dangling.length > shown ? <p className="mt-2 text-sm text-muted">{toPlural(dangling.length - shown, 'more')} in the API’s answer.</p> : null}
    </Panel>
  )
})

/** Results of jobs that ended: dirty ones still have to be cleaned up by a leader. */
export const JobResults = memo(function JobResults({ jobResults, unlisted }: { jobResults: Recovery['jobResults']; unlisted: string | null }) {
  return (
    <Panel title="Job results" aside="Of jobs that have ended, kept so that no new leader starts them again">
      {unlisted === null ? (
        <div className="grid gap-4 text-sm sm:grid-cols-2">
          <ResultList title="Dirty" saying="ended, not cleaned up yet: the next leader does it" ids={jobResults.dirty} />
          <ResultList title="Clean" saying="ended and cleaned up" ids={jobResults.clean} />
        </div>
      ) : <p className="text-sm text-muted">Not known: <Words text={unlisted} />.</p>}
    </Panel>
  )
})

function ResultList({ title, saying, ids }: { title: string; saying: string; ids: string[] }) {
  return (
    <div>
      <h3 className="font-medium">{title} <span className="font-normal text-muted">{ids.length === 0 ? 'none' : `${ids.length} · ${saying}`}</span></h3>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5">{ids.slice(0, shown).map((id) => <li key={id}><ShortId id={id} /></li>)}</ul>
    </div>
  )
}
