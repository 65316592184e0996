'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { DateAndTime } from '@/components/ui/time'
import { useActor } from '@/lib/client/use-actor'
import { useEmergencyStop, useSetEmergencyStop } from '@/lib/client/use-emergency-stop'
import { canActAs } from '@/lib/model/actor'

/**
 * On every page while the stop is on: who set it and when, and how to lift it. The person who lifts it need not be the one who set it in a
 * hurry.
 */
export function EmergencyBanner() {
  const stop = useEmergencyStop()
  const may = canActAs(useActor(), 'administrator')
  const set = useSetEmergencyStop()
  const [asked, setRequested] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  if (stop === null) return <div role="status" />
  const lift = () =>
    set({ on: false }).then(
      () => setRequested(false),
      (error: Error) => setProblem(error.message),
    )
  return (
    <div role="status" data-emergency-stop="" className="border-b border-red bg-red-wash">
      <div className="mx-auto flex w-full max-w-[1272px] flex-wrap items-center justify-between gap-x-6 gap-y-2 px-6 py-2.5 max-sm:px-3">
        <p className="min-w-0 flex-1 basis-64 [overflow-wrap:anywhere]">
          <span aria-hidden="true" className="text-red">
            ▲{' '}
          </span>
          <span className="font-semibold">Emergency stop.</span> No operation can be started and no autopilot acts. {stop.by} set it at{' '}
          <DateAndTime at={stop.since} />
          {stop.reason === null ? '.' : `: “${stop.reason}”`}
          {problem === null ? null : (
            <span role="alert" className="font-medium">
              {' '}
              {problem}
            </span>
          )}
        </p>
        {!may ? (
          <p className="text-sm text-muted">An administrator can lift it.</p>
        ) : asked ? (
          <span className="flex flex-wrap gap-2">
            <Button small onClick={() => setRequested(false)}>
              Keep it
            </Button>
            <Button small look="danger" onClick={() => void lift()}>
              Allow operations again
            </Button>
          </span>
        ) : (
          <Button small onClick={() => setRequested(true)}>
            Lift it…
          </Button>
        )}
      </div>
    </div>
  )
}
