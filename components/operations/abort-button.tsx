'use client'
import { apiPaths } from '@/lib/base/paths'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { sendJson } from '@/lib/client/fetch-json'
import { useActor } from '@/lib/client/use-actor'
import { canActAs } from '@/lib/model/actor'
import type { OperationRecord } from '@/lib/model/operation'
import { operationKinds } from '@/lib/model/operation-kinds'
import { toTitle } from './plan-words'

/** Aborts a running operation; first it says what that does. */
export function AbortButton({ record }: { record: OperationRecord }) {
  const [open, setOpen] = useState(false)
  const may = canActAs(useActor(), 'operator')
  const asked = record.abortedBy !== null
  return (
    <div className="lg:mt-1">
      <Button possible={may && !asked} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {asked ? 'Being aborted' : 'Abort…'}
      </Button>
      {may ? null : <p className="mt-1 text-xs text-muted">Aborting needs the role operator.</p>}
      {open ? <AbortDialog record={record} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}

function AbortDialog({ record, onClose }: { record: OperationRecord; onClose: () => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const abort = () => {
    setSending(true)
    sendJson('POST', apiPaths.abortOperation(record.id), {}).then(onClose, (error: Error) => {
      setSending(false)
      setProblem(error.message)
    })
  }
  return (
    <Dialog title="Abort the operation" onClose={onClose}>
      <div className="grid gap-3 px-6 pt-2 pb-5 max-sm:px-4">
        <p>The current step is ended, and no further step begins.</p>
        <p className="text-muted">{operationKinds[record.kind].undo}</p>
        <p role="alert" className="text-sm font-medium text-amber-ink empty:hidden">
          {problem}
        </p>
      </div>
      <div className="dialog-foot flex flex-wrap justify-end gap-2.5">
        <Button onClick={onClose}>Keep it running</Button>
        <Button look="danger" possible={!sending} onClick={abort}>
          {sending ? 'Aborting…' : `Abort “${toTitle(record)}”`}
        </Button>
      </div>
    </Dialog>
  )
}
