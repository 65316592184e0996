'use client'
import { useId, useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import type { PersonRole } from '@/lib/model/actor'
import { RoleSelect } from './role-select'

export interface WantedKey {
  name: string
  role: PersonRole
  days: number
}

const ends = [
  { days: 7, word: 'a week' },
  { days: 30, word: '30 days' },
  { days: 90, word: '90 days' },
  { days: 365, word: 'a year' },
]

/** A new key: its purpose, its role, and when it ends. */
export function KeyForm({ isSending, onMake }: { isSending: boolean; onMake: (wanted: WantedKey) => void }) {
  const [wanted, setWanted] = useState<WantedKey>({ name: '', role: 'viewer', days: 90 })
  const id = useId()
  const set = (change: Partial<WantedKey>) => setWanted((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onMake(wanted)
    set({ name: '' })
  }
  return (
    <form onSubmit={submit} className="my-4 flex flex-wrap items-end gap-3">
      <TextField
        label="What for"
        name="key-name"
        required
        maxLength={64}
        placeholder="prometheus"
        value={wanted.name}
        onChange={(event) => set({ name: event.target.value })}
        className="w-full max-w-[260px]"
      />
      <RoleSelect label="May" value={wanted.role} onChange={(role) => set({ role })} />
      <div>
        <label htmlFor={id} className="block text-sm font-medium">
          Expires after
        </label>
        <select
          id={id}
          value={wanted.days}
          onChange={(event) => set({ days: Number(event.target.value) })}
          className="mt-1 rounded-md border border-line-strong bg-panel px-2 py-1.5"
        >
          {ends.map(({ days, word }) => (
            <option key={days} value={days}>
              {word}
            </option>
          ))}
        </select>
      </div>
      <Button type="submit" look="filled" possible={!isSending}>
        Create key
      </Button>
    </form>
  )
}
