'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { toPreciseDurationText } from '@/lib/base/durations'

const mostSeconds = 3_600

/** Seconds as typed, as ms; null: that is no objective. */
export function readObjectiveMs(typed: string): number | null {
  const text = typed.trim()
  if (!/^\d{1,4}(?:\.\d{1,3})?$/.test(text)) return null
  const ms = Math.round(Number(text) * 1_000)
  return ms >= 1 && ms <= mostSeconds * 1_000 ? ms : null
}

/** The recovery objective of a drill: the plan is made anew with it. */
export function ObjectiveField({ objectiveMs, onChange }: { objectiveMs: number | null; onChange: (objectiveMs: number | null) => void }) {
  const [typed, setTyped] = useState(objectiveMs === null ? '' : String(objectiveMs / 1_000))
  const wanted = typed.trim() === '' ? null : readObjectiveMs(typed)
  const isWrong = typed.trim() !== '' && wanted === null
  const isNew = !isWrong && wanted !== objectiveMs
  return (
    <form
      className="flex max-w-[460px] flex-wrap items-end gap-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (isNew) onChange(wanted)
      }}
    >
      <TextField
        className="min-w-0 flex-1 basis-56"
        label="Recovery objective, in seconds"
        hint={
          isWrong
            ? `A number of seconds up to ${mostSeconds}, e.g. 60.`
            : objectiveMs === null
              ? 'Without one the plan takes the predicted window and some room.'
              : `The plan is for ${toPreciseDurationText(objectiveMs)}.`
        }
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        inputMode="decimal"
        aria-invalid={isWrong || undefined}
        maxLength={8}
      />
      <Button type="submit" small possible={isNew} className="mb-5">
        Plan with it
      </Button>
    </form>
  )
}
