'use client'
import { Panel } from '@/components/ui/panel'
import { Words } from '@/components/ui/words'
import type { Permitted } from '@/lib/model/derive-permitted'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { ActionButton } from './action-button'
import { deriveNotes, type CommonRefusal, type OperationGroup, type OperationRow } from './group-words'
import { WorkerRow } from './worker-row'

interface ObjectGroupProps {
  group: OperationGroup
  /** Shown once for the whole page, so not again at each button. */
  refusal: CommonRefusal | null
  snapshot: ClusterSnapshot
}

/** Objects of one kind and the actions on each. */
export function ObjectGroup({ group, refusal, snapshot }: ObjectGroupProps) {
  return (
    <Panel title={group.title}>
      {group.rows.length === 0 ? (
        <p className="text-sm text-muted">None.</p>
      ) : (
        <ul aria-label={group.title}>
          {group.rows.map((row) =>
            group.id === 'taskmanagers' ? (
              <WorkerRow key={row.key} row={row} refusal={refusal} snapshot={snapshot} />
            ) : (
              <ObjectRow key={row.key} row={row} refusal={refusal} />
            ),
          )}
        </ul>
      )}
    </Panel>
  )
}

function ObjectRow({ row, refusal }: { row: OperationRow; refusal: CommonRefusal | null }) {
  return (
    <li className="border-t border-line py-3 first:border-t-0 first:pt-0 last:pb-0" data-object={row.name}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="min-w-0 text-sm [overflow-wrap:anywhere]">
          <span className={row.isAddress ? 'font-mono font-medium' : 'font-medium'}>{row.name}</span>{' '}
          <span className="text-muted">{row.state}</span>
        </p>
        <div className="ml-auto flex flex-wrap justify-end gap-2">
          {row.actions.map((action) => (
            <ActionButton key={action.kind} action={action} name={row.name} refusal={refusal} />
          ))}
        </div>
      </div>
      {refusal?.isTotal ? null : <Notes actions={row.actions} said={refusal?.text ?? null} />}
    </li>
  )
}

/** What to know before an action; why no action is possible on this object. */
function Notes({ actions, said }: { actions: Permitted[]; said: string | null }) {
  const notes = deriveNotes(actions, said)
  if (notes.length === 0) return null
  return (
    <ul className="mt-1.5 grid gap-0.5 text-xs text-muted">
      {notes.map(({ what, why }) => (
        <li key={what} className="[overflow-wrap:anywhere]">
          <span className="font-medium">{what}:</span> <Words text={why} />
        </li>
      ))}
    </ul>
  )
}
