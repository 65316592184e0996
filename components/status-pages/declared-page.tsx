import { toDurationText } from '@/lib/base/durations'
import { Panel } from '@/components/ui/panel'
import { Cell, Table } from '@/components/ui/table'
import type { StoredPage } from '@/lib/status/model/stored-page'

const columns = [{ head: 'Public name' }, { head: 'Cluster' }, { head: 'Group' }]

/** The content of a page that understudy.yaml declares: read here and changed there. */
export function DeclaredPage({ page, clusters }: { page: StoredPage; clusters: { id: string; name: string }[] }) {
  return (
    <Panel title="What it shows" aside="Readers see these names. Host names, paths, jobs and ids are never shown.">
      <p className="mb-3 max-w-[68ch] rounded-md bg-raised px-3 py-2 text-sm [overflow-wrap:anywhere]" data-declared>
        Declared in <code className="font-mono text-xs">{page.declaredIn}</code>: change it there, under{' '}
        <code className="font-mono text-xs">statusPages</code>. It is read again at once. Removed from that file, this page is unpublished
        and can be changed here.
      </p>
      <p className="mb-3 text-sm">A leader change counts as an outage from {toDurationText(page.thresholdMs)} on.</p>
      {page.description === null ? null : <p className="mb-3 max-w-[80ch] text-sm [overflow-wrap:anywhere]">{page.description}</p>}
      {page.components.length === 0 ? (
        <p className="text-sm text-muted">It names no cluster.</p>
      ) : (
        <Table label="Services" columns={columns}>
          <tbody role="rowgroup">
            {page.components.map(({ id, clusterId, name, description, group }) => (
              <tr role="row" key={id}>
                <Cell head="Public name" lead>
                  <bdi className="font-semibold">{name}</bdi>
                  {description === null ? null : <span className="block text-sm text-muted">{description}</span>}
                </Cell>
                <Cell head="Cluster">
                  <span className="font-mono text-xs">{clusters.find((one) => one.id === clusterId)?.name ?? clusterId}</span>
                </Cell>
                <Cell head="Group">{group ?? '–'}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  )
}
