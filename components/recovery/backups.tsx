'use client'
import { toCount } from '@/lib/base/counts'
import { toBytesText } from '@/components/ui/amount-text'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { Cell, Table, type Column } from '@/components/ui/table'
import { Ago } from '@/components/ui/time'
import { openPlan } from '@/components/operations/plan-host'
import { useActor } from '@/lib/client/use-actor'
import { useBackups } from '@/lib/client/use-backups'
import { findPermitted } from '@/lib/model/derive-permitted'
import type { DanglingBackup } from '@/lib/model/autopilot-view'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

const columns: Column[] = [
  { head: 'Back-up', width: '38%' },
  { head: 'Contents', width: '16%' },
  { head: 'Created', width: '14%' },
  { head: 'Since then', width: '18%' },
  { head: 'Actions', align: 'end' },
]

/** Back-ups of removed items, and how to restore them. */
export function Backups({ snapshot }: { snapshot: ClusterSnapshot }) {
  const { backups, problem } = useBackups(snapshot.cluster.id, snapshot.operation?.id ?? null)
  const permitted = findPermitted(snapshot, useActor(), 'restore-dangling', null)
  return (
    <Panel title="Back-ups" aside="In this console’s data folder; each is checked against its checksum before it is used">
      {problem === null ? null : (
        <p className="mb-2 text-sm text-amber-ink">
          <span aria-hidden="true">◆ </span>The list could not be read: {problem}
        </p>
      )}
      {backups === null ? (
        <p className="text-sm text-muted">{problem === null ? 'Reading…' : ''}</p>
      ) : backups.length === 0 ? (
        <p className="text-sm text-muted">No back-ups yet.</p>
      ) : (
        <>
          <Table label="Back-ups" columns={columns} rowCount={backups.length}>
            <tbody role="rowgroup">
              {backups.map((backup) => (
                <Row key={backup.name} backup={backup} allowed={permitted.allowed} why={permitted.why} />
              ))}
            </tbody>
          </Table>
          {permitted.allowed ? null : (
            <p className="mt-2 text-xs text-muted">
              <span className="font-medium">Restore:</span> {permitted.why}
            </p>
          )}
        </>
      )}
    </Panel>
  )
}

function Row({ backup, allowed, why }: { backup: DanglingBackup; allowed: boolean; why: string }) {
  const { name, at, bytes, content, removedAt, restoredAt } = backup
  return (
    <tr role="row" data-backup={name}>
      <Cell head="Back-up" lead>
        <span className="font-mono text-xs">{name}</span>
      </Cell>
      <Cell head="Contents">
        <span data-tip={content.slice(0, 12).join('\n')} tabIndex={0}>
          {toCount(content.length, 'thing')}, {toBytesText(bytes)}
        </span>
      </Cell>
      <Cell head="Created">
        <Ago at={at} />
      </Cell>
      <Cell head="Since then">
        {restoredAt !== null ? (
          <>
            restored <Ago at={restoredAt} />
          </>
        ) : removedAt !== null ? (
          <>
            removed <Ago at={removedAt} />
          </>
        ) : (
          'nothing was removed'
        )}
      </Cell>
      <Cell head="Actions" align="end">
        <Button
          small
          possible={allowed}
          aria-haspopup="dialog"
          data-tip={allowed ? undefined : why}
          aria-label={`Restore ${name}${allowed ? '…' : `: ${why}`}`}
          onClick={() => openPlan({ kind: 'restore-dangling', target: null, options: { backup: name } })}
        >
          Restore…
        </Button>
      </Cell>
    </tr>
  )
}
