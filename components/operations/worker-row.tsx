'use client'
import { useId, useState } from 'react'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { ActionButton } from './action-button'
import { deriveWorkerHosts, type CommonRefusal, type OperationRow } from './group-words'

interface WorkerRowProps {
  row: OperationRow
  refusal: CommonRefusal | null
  snapshot: ClusterSnapshot
}

/** A TaskManager is named by its host: the snapshot does not know their processes. */
export function WorkerRow({ row, refusal, snapshot }: WorkerRowProps) {
  const hosts = deriveWorkerHosts(snapshot)
  // Until the reader types, the first known host; the hosts may become known later than the page.
  const [typed, setTyped] = useState<string | null>(null)
  const host = typed ?? hosts[0] ?? ''
  const id = useId()
  const target = host.trim()
  return (
    <li className="text-sm" data-object="TaskManager">
      <p>
        <span className="font-medium">{row.name}</span> <span className="text-muted">{row.state}</span>
      </p>
      <div className="mt-2 flex flex-wrap items-end gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-40">
          <label htmlFor={id} className="block text-xs text-muted">
            on host
          </label>
          <input
            id={id}
            list={`${id}-hosts`}
            value={host}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            maxLength={300}
            className="mt-0.5 w-full rounded-md border border-line-strong bg-panel px-2.5 py-1 font-mono text-sm"
          />
          <datalist id={`${id}-hosts`}>
            {hosts.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </div>
        <div className="flex flex-wrap gap-2">
          {row.actions.map((action) => (
            <ActionButton
              key={action.kind}
              action={target === '' ? { ...action, allowed: false, why: 'Name the host first.' } : action}
              name={`a TaskManager on ${target}`}
              refusal={refusal}
              draft={{ kind: action.kind, target }}
            />
          ))}
        </div>
      </div>
      <p className="mt-1.5 text-xs text-muted">
        As <code className="font-mono">host</code>, or <code className="font-mono">host#pid</code> where several run on one.
      </p>
    </li>
  )
}
