'use client'
import { OctagonX } from 'lucide-react'
import { useEffect, useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { TextField } from '@/components/ui/text-field'
import { setEmergencyDialog } from '@/lib/client/emergency-dialog'
import { useActor } from '@/lib/client/use-actor'
import { useEmergencyStop, useSetEmergencyStop } from '@/lib/client/use-emergency-stop'
import { canActAs } from '@/lib/model/actor'

/** In the bar of every page, for readers who may act: unobtrusive until it is needed, and then without any typing. */
export function EmergencyStopButton() {
  const [open, setOpen] = useState(false)
  const stop = useEmergencyStop()
  const isOffered = canActAs(useActor(), 'operator') && stop === null
  useEffect(() => (isOffered ? setEmergencyDialog(() => setOpen(true)) : undefined), [isOffered])
  if (!isOffered) return null
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label="Emergency stop"
        data-tip="Emergency stop: ends and forbids all operations"
        onClick={() => setOpen(true)}
        className="rounded-sm p-1.5 text-muted hover:bg-red-wash hover:text-red"
      >
        <OctagonX size={17} aria-hidden="true" />
      </button>
      {open ? <EmergencyStopDialog onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function EmergencyStopDialog({ onClose }: { onClose: () => void }) {
  const set = useSetEmergencyStop()
  const [reason, setReason] = useState('')
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (sending) return
    setSending(true)
    set({ on: true, reason: reason.trim() }).then(onClose, (error: Error) => {
      setSending(false)
      setProblem(error.message)
    })
  }
  return (
    <Dialog title="Emergency stop" onClose={onClose}>
      <form onSubmit={submit}>
        <div className="grid gap-3 px-6 pt-2 pb-5 max-sm:px-4">
          <p>
            On all clusters: every running operation and drill is aborted, no new one can be started, and no autopilot acts, until an
            administrator lifts the stop.
          </p>
          <p className="text-muted">
            Flink and ZooKeeper keep running, and Flink’s own failovers still happen. What was stopped by then stays stopped.
          </p>
          <TextField label="Reason (audit log)" value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
          <p role="alert" className="text-sm font-medium text-amber-ink empty:hidden">
            {problem}
          </p>
        </div>
        <div className="dialog-foot flex flex-wrap justify-end gap-2.5">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" possible={!sending}>
            {sending ? 'Stopping…' : 'Stop all operations'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
